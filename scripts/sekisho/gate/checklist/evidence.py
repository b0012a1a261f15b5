"""What the checklist is computed from: the ticket, the gate's report, the registry, and what git can take back."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from sekisho.model.base import Language
from sekisho.model.change import ChangeSet, ChangeType
from sekisho.model.decision import ItemState, TicketStanding
from sekisho.model.kinds.operation import Environment
from sekisho.model.kinds.policy import RolloutPolicy
from sekisho.model.verdict import GateReport, VerdictState

Signature = Literal["allowed", "unchecked", "none"]
"""Of a release's tag: by an allowed signer, by somebody nobody can judge here, or none."""


class WayBack(NamedTuple):
    """How one ticket takes the change back, and what was found out about it.

    `method` is the ticket's, or `this_change` where the change itself is reverted. `commit` is what one goes back to
    ("" nothing), `errors` counts those of the registry there, `composes` says whether its parts make a program, `types`
    what the way back alters, `clean` whether the revert of a named commit meets no conflict, `signature` what
    is known of the tag's, `broken` what the release contradicts: its signers or its manifest.
    """

    method: Literal["environment_flag", "revert_commit", "this_change"]
    target: str
    path: str = ""
    commit: str = ""
    signature: Signature = "none"
    broken: tuple[str, ...] = ()
    files: int = 0
    errors: int = 0
    composes: bool = False
    types: tuple[ChangeType, ...] = ()
    clean: bool = True


class Links(NamedTuple):
    """Where evidence can be looked at: the address before a file's path, and that of the gate's run ("" unknown)."""

    files: str = ""
    run: str = ""

    def to(self, path: str, line: int = 1) -> str:
        """Return where a file is: an address, or path and line."""
        return f"{self.files}/{path}#L{line}" if self.files else f"{path}:{line}"


class ReleaseEvidence(NamedTuple):
    """Everything the six items need, for the change in `change_set`, whose head may be the working tree.

    `named` are the environments the tickets name. `report` None: no gate ran. `environments` and `rollouts` are the
    head's; `prompt_revision` is the tree id of its prompts ("" where they are not committed).
    """

    change_set: ChangeSet
    standing: TicketStanding
    named: tuple[str, ...] = ()
    report: GateReport | None = None
    environments: Mapping[str, Environment] = {}
    rollouts: Mapping[str, RolloutPolicy] = {}
    prompt_revision: str = ""
    ways_back: tuple[WayBack, ...] = ()
    links: Links = Links()
    language: Language = Language.EN

    @property
    def types(self) -> tuple[ChangeType, ...]:
        """What kind of change it is."""
        return self.change_set.types

    @property
    def evaluation_only(self) -> bool:
        """Whether users meet nothing of the change."""
        return set(self.types) <= {ChangeType.EVALUATION}


STATE_OF: Mapping[VerdictState, ItemState] = {
    VerdictState.PASS: ItemState.DONE,
    VerdictState.INCONCLUSIVE: ItemState.OPEN,
    VerdictState.FAIL: ItemState.FAILED,
    VerdictState.ERROR: ItemState.FAILED,
}
"""What a check of the gate means for an item that rests on it."""
