"""What a change is: the typed differences between two registries, and what they ask to be tested."""

from collections.abc import Mapping
from enum import StrEnum

from sekisho.model.base import Frozen, Json, Share
from sekisho.model.coverage import CoverageKind
from sekisho.model.finding import Finding
from sekisho.model.ref import Ref


class ChangeType(StrEnum):
    """What an edit can alter. `unknown` is what the classifier cannot place; it runs everything."""

    MODEL = "model"
    PROMPT = "prompt"
    ROUTING = "routing"
    TOOL = "tool"
    KNOWLEDGE = "knowledge"
    EVALUATION = "evaluation"
    UNKNOWN = "unknown"


BEHAVIOUR = frozenset({ChangeType.MODEL, ChangeType.PROMPT, ChangeType.ROUTING, ChangeType.TOOL, ChangeType.KNOWLEDGE})
"""The types that alter what users meet; they may not ride with a change of evaluation."""


class Operation(StrEnum):
    """What happened to a file or field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


class Change(Frozen):
    """One typed difference. `field` is a dotted path inside the file ("" for the whole file).

    `type` is None where nothing users meet and nothing that judges is altered (comments, formatting, tickets,
    added recordings); `reason` says in one sentence why the type was chosen.
    """

    type: ChangeType | None
    operation: Operation
    path: str
    old_path: str | None = None
    ref: Ref | None = None
    field: str = ""
    before: Json = None
    after: Json = None
    reason: str


class ChangeSet(Frozen):
    """All differences between base and head, in path order; findings are about the change as a whole."""

    base: str
    head: str
    changes: tuple[Change, ...]
    types: tuple[ChangeType, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def evaluation_only(self) -> bool:
        """Whether nothing users meet changes, but what judges it does: the candidate's behaviour runs on both sides."""
        return set(self.types) == {ChangeType.EVALUATION}


class PlannedSuite(Frozen):
    """A suite that must run, and which change types ask for it.

    `cases` are dialogues to hold, `prompts` those whose unit tests run, `linted` cases that are looked at themselves.
    `coverage` is the least share of each kind of thing that the cases must reach.
    """

    name: str
    because: tuple[ChangeType, ...]
    cases: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    linted: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    coverage: Mapping[CoverageKind, Share] = {}


class Dependency(Frozen):
    """`target` names `source`, so what changes the one can change the other."""

    source: Ref
    target: Ref


class TestPlan(Frozen):
    """What a change needs before it can be let through. Case ids are `golden/<id>` and `scenario/<id>`.

    `links` are the dependencies between affected things, cases left out. `notes` say what a reader must know about the
    plan itself, above all why it asks for nothing.
    """

    __test__ = False

    change_set: ChangeSet
    affected: tuple[Ref, ...]
    links: tuple[Dependency, ...] = ()
    suites: tuple[PlannedSuite, ...]
    recommended: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def to_run(self) -> bool:
        """Whether there is anything to run: a change that is refused as a whole is not tried."""
        return bool(self.suites) and not self.change_set.findings


class Job(Frozen):
    """One machine's part of a plan: `shard` as `--shard` takes it ("2/3"), and what people call it."""

    shard: str
    name: str


class JobMatrix(Frozen):
    """What `strategy.matrix` of a GitHub Actions job takes."""

    include: tuple[Job, ...]


class PlannedJobs(Frozen):
    """What a workflow must know of a plan. Rows are shards of all suites together, since a case is held once."""

    run: bool
    types: tuple[ChangeType, ...]
    suites: tuple[str, ...]
    matrix: JobMatrix
