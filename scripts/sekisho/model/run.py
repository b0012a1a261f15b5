"""What an evaluation run produced: a header and one result a case. Written as JSON lines, header first, cases by id."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from pydantic import SkipValidation

from sekisho.model.base import Count, Float, Frozen, Json, Positive
from sekisho.model.completion import Usage
from sekisho.model.coverage import Coverage
from sekisho.model.finding import Finding
from sekisho.model.trace import MissingAnswer, Stage, TurnTrace


class CaseState(StrEnum):
    """How a case ended. Only `passed` and `failed` are judgements."""

    PASSED = "passed"
    FAILED = "failed"
    UNRECORDED = "unrecorded"
    INVALID = "invalid"
    NOT_RUN = "not_run"


JUDGED = frozenset({CaseState.PASSED, CaseState.FAILED})
"""The states that are judgements."""

STABLE_SHARE = 2 / 3
"""A case is stable when at least this share of its judged trials ends alike."""

UNIT_PREFIX = "prompt/"
"""The case ids of prompt unit tests begin with this; only their own metric counts them."""


class Check(Frozen):
    """One assertion: `field` as in a trace (`slots.visit_date`), turn counted from 0, None for the end state."""

    turn: Count | None
    field: str
    stage: Stage
    code: str
    passed: bool
    expected: Json = None
    observed: Json = None


class CaseResult(Frozen):
    """One case of one trial. `task_success` and `response_accurate` are None where nothing was asserted.

    `search` is the knowledge base that was asked instead of holding a dialogue.
    """

    case: str
    trial: Count = 0
    title: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    must_pass: bool = False
    search: str = ""
    state: CaseState
    reason: str = ""
    turns: tuple[TurnTrace, ...] = ()
    checks: tuple[Check, ...] = ()
    task_success: bool | None = None
    response_accurate: bool | None = None
    missing: tuple[MissingAnswer, ...] = ()
    usage: Usage = Usage()
    cost: Float | None = None


class Shard(Frozen):
    """One of `count` parts of a run, numbered from 1."""

    index: Positive
    count: Positive


class RunHeader(Frozen):
    """What was run: everything that makes two runs comparable.

    `evaluation` is the digest of what judges (cases, lexicon, policies) and must be the same on both sides of a
    comparison; `recordings` is the digest of the recorded answers, which may differ. `cases` counts those of the whole
    run, also in the header of a shard, and `selection` is the digest of their names. `identity` is the digest of all
    fields but `shard`: the shards of one run share it, and nothing else does.
    """

    format: str = "sekisho-run/1"
    revision: str
    suites: tuple[str, ...]
    cases: Count
    selection: str = ""
    trials: Count = 1
    evaluation: str
    behaviour: str
    models: tuple[str, ...]
    answers: str = "replay"
    recordings: str = ""
    tool_version: str
    shard: Shard | None = None
    identity: str = ""


class Run(Frozen):
    """A whole run. `results` are in memory, or read from the run's file each time somebody goes through them.

    `coverage` is counted from the results and not part of the run file.
    """

    header: RunHeader
    results: SkipValidation[Sequence[CaseResult]]
    coverage: tuple[Coverage, ...] = ()


class Metric(Frozen):
    """One figure of one run; `value` is None where it is not defined. Interval: 95 %."""

    name: str
    value: Float | None
    numerator: Float | None = None
    denominator: Float | None = None
    low: Float | None = None
    high: Float | None = None
    unit: str = "share"
    detail: Mapping[str, Json] = {}


class FailedCase(Frozen):
    """A case that did not pass, and why in one line."""

    case: str
    title: str
    state: CaseState
    must_pass: bool = False
    reason: str = ""


class RunSummary(Frozen):
    """What `sekisho eval` says of a run: how the cases ended, the figures, who did not pass, what was not recorded."""

    header: RunHeader
    states: Mapping[CaseState, Count]
    metrics: tuple[Metric, ...]
    not_passed: tuple[FailedCase, ...] = ()
    linted: Count = 0
    findings: tuple[Finding, ...] = ()
    """What the `lint` suites say of so many cases."""
    coverage: tuple[Coverage, ...] = ()
    missing: Mapping[str, Count] = {}
    """Prompt id -> how many calls replay had no answer for."""
