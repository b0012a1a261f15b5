"""From two runs to an answer: paired outcomes, metric differences, checks, the verdict and the gate's whole report."""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum

from sekisho.model.base import Count, Float, Frozen, Json, Language
from sekisho.model.change import TestPlan
from sekisho.model.coverage import Coverage
from sekisho.model.finding import Finding
from sekisho.model.judge import Opinion
from sekisho.model.results import Results
from sekisho.model.run import Metric, RunHeader
from sekisho.model.trace import Stage


class Pairing(StrEnum):
    """What became of a case from baseline to candidate."""

    BROKEN = "broken"
    FIXED = "fixed"
    PASSED = "passed"
    FAILED = "failed"
    UNSTABLE = "unstable"
    NOT_COMPARED = "not_compared"


class Cause(Frozen):
    """Why a case fails: the earliest diverged stage without a diverged parent, and where.

    `contributing` are the later diverged stages; `unverified` says that a parent asserted nothing.
    """

    code: str
    stage: Stage
    turn: Count
    message: str
    contributing: tuple[str, ...] = ()
    unverified: bool = False


class CasePair(Frozen):
    """One case on both sides. `diverged` is the first turn and stage whose traces differ."""

    case: str
    pairing: Pairing
    must_pass: bool = False
    quarantined: bool = False
    cause: Cause | None = None
    diverged_turn: Count | None = None
    diverged_stage: Stage | None = None
    note: str = ""


class MetricComparison(Frozen):
    """One metric on both sides: difference = candidate - baseline, with its interval and p-values by `method`.

    `pairs` cases were compared; `worse` of them got worse by this metric, `better` got better. `segment` is empty for
    all cases together, else `tag:<tag>`, `language:<code>` or `intent:<label>`.
    """

    name: str
    segment: str = ""
    baseline: Float | None
    candidate: Float | None
    difference: Float | None = None
    low: Float | None = None
    high: Float | None = None
    p_worse: Float | None = None
    p_adjusted: Float | None = None
    pairs: Count = 0
    worse: Count = 0
    better: Count = 0
    method: str = ""
    margin: Float | None = None
    blocking: bool = False
    higher_is_better: bool = True
    smallest_detectable: Float | None = None
    unit: str = "share"


class Noise(Frozen):
    """What the base against itself shows: the floor under which a difference means nothing.

    `unstable` are the cases that ended differently although nothing had changed; they cannot fail a gate alone.
    """

    cases: Count
    unstable: tuple[str, ...] = ()
    metrics: tuple[MetricComparison, ...] = ()


class GraphNode(Frozen):
    """One node of a drawn workflow."""

    id: str
    type: str


class GraphEdge(Frozen):
    """One edge of a drawn workflow; `to` may be another workflow, `workflow:<id>`."""

    source: str
    to: str
    when: str = ""


class WorkflowGraph(Frozen):
    """A workflow of the candidate as reports draw it; `intents` gives the role of each label it knows."""

    workflow: str
    start: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    intents: Mapping[str, str] = {}


class Comparison(Frozen):
    """Baseline against candidate: every case, every metric, and every segment the policy names."""

    pairs: tuple[CasePair, ...]
    metrics: tuple[MetricComparison, ...]
    baseline_metrics: tuple[Metric, ...] = ()
    candidate_metrics: tuple[Metric, ...] = ()
    segments: tuple[MetricComparison, ...] = ()
    noise: Noise | None = None
    opinion: Opinion | None = None

    def of(self, pairing: Pairing) -> tuple[CasePair, ...]:
        """The cases that went this way."""
        return tuple(pair for pair in self.pairs if pair.pairing is pairing)


class VerdictState(IntEnum):
    """The answer, ordered: the worst of all checks is the verdict's."""

    PASS = 0
    INCONCLUSIVE = 1
    FAIL = 2
    ERROR = 3

    @classmethod
    def worst(cls, states: Iterable["VerdictState"]) -> "VerdictState":
        """Return the worst of `states`; no states at all is inconclusive: nothing checked is never a pass."""
        return max(states, default=cls.INCONCLUSIVE)


class GateCheck(Frozen):
    """One reason for the verdict, with its evidence."""

    id: str
    state: VerdictState
    message: str
    evidence: Mapping[str, Json] = {}


class Verdict(Frozen):
    """The answer and every check that led to it, the worst first."""

    state: VerdictState
    checks: tuple[GateCheck, ...]


class GateReport(Frozen):
    """Everything a gate found out: what reports are made from and `report.json` holds.

    `case_files` gives the files of the cases that broke, where they have one.
    """

    format: str = "sekisho-gate/1"
    verdict: Verdict
    language: Language = Language.EN
    plan: TestPlan | None = None
    findings: tuple[Finding, ...] = ()
    comparison: Comparison | None = None
    baseline: RunHeader | None = None
    candidate: RunHeader | None = None
    baseline_results: Results = ()
    candidate_results: Results = ()
    coverage: tuple[Coverage, ...] = ()
    graphs: tuple[WorkflowGraph, ...] = ()
    case_files: Mapping[str, str] = {}
    reproduce: str = ""
