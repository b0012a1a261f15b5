"""Go or No-Go: the verdict, the approvals of the head commit, the ticket and the checklist in one value."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum

from sekisho.model.base import Count, Frozen, Positive
from sekisho.model.finding import Finding
from sekisho.model.pull import PullRequest
from sekisho.model.verdict import VerdictState


class DecisionState(IntEnum):
    """The answer, ordered: the worst of all reasons is the decision's."""

    GO = 0
    WAITING = 1
    NO_GO = 2

    @classmethod
    def worst(cls, states: Iterable["DecisionState"]) -> "DecisionState":
        """Return the worst of `states`; no reason at all to go is waiting, never a Go."""
        return max(states, default=cls.WAITING)


class ApprovalState(StrEnum):
    """Whether a group has said yes to the head commit. `unknown`: who is in it could not be read."""

    APPROVED = "approved"
    MISSING = "missing"
    OBJECTED = "objected"
    UNKNOWN = "unknown"


class OwnerGroup(Frozen):
    """Owners any of whom can approve these paths, how many of them must, and who did for the head commit.

    `because` is the rule that asks: `CODEOWNERS:12` or `policies/approvals: model`. `stale` are those who approved an
    older commit, `objecting` those whose last word is a request for changes. `unknown` are owners of whom nobody could
    say who they are; `people` is how many could approve, the author left out, None where that is not known.
    """

    owners: tuple[str, ...]
    need: Positive = 1
    because: str
    paths: tuple[str, ...] = ()
    path_count: Count = 0
    approved_by: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    objecting: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    people: Count | None = None
    state: ApprovalState


class ItemState(StrEnum):
    """Whether a line of the checklist is shown by its evidence."""

    DONE = "done"
    OPEN = "open"
    FAILED = "failed"
    NOT_NEEDED = "not_needed"


class ChecklistItem(Frozen):
    """One line of a release's checklist: computed from evidence, never ticked by hand. `link` leads to the evidence."""

    id: str
    state: ItemState
    evidence: str
    link: str = ""


class TicketStanding(Frozen):
    """The change ticket that rides with a change. `exempt` is the policy's reason why none is needed.

    `environments` are those the ticket wants to reach; none means that they are not known. `findings` are what is
    missing or wrong; a ticket is complete when there is a path and no finding.
    """

    path: str = ""
    title: str = ""
    status: str = ""
    exempt: str = ""
    environments: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the ticket says all it must, or none is needed."""
        return bool(self.path or self.exempt) and not self.findings


class DecisionReason(Frozen):
    """One thing the decision rests on."""

    id: str
    state: DecisionState
    message: str


class Decision(Frozen):
    """Go, No-Go or waiting for somebody, with everything it rests on: what `sekisho decide` writes as decision.json."""

    format: str = "sekisho-decision/1"
    state: DecisionState
    reasons: tuple[DecisionReason, ...]
    verdict: VerdictState | None = None
    pull: PullRequest | None = None
    groups: tuple[OwnerGroup, ...] = ()
    ticket: TicketStanding | None = None
    checklist: tuple[ChecklistItem, ...] = ()
