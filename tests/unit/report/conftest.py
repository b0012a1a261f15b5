"""A small gate report with a broken, a fixed and an unjudged dialogue, and hostile text in it."""

import pytest

from sekisho.model.base import Language
from sekisho.model.change import Change, ChangeSet, ChangeType, Operation, PlannedSuite, TestPlan
from sekisho.model.ref import Kind, Ref
from sekisho.model.run import CaseResult, CaseState, Check, RunHeader
from sekisho.model.trace import Stage, TurnTrace
from sekisho.model.verdict import (
    CasePair,
    Cause,
    Comparison,
    Coverage,
    GateCheck,
    GateReport,
    MetricComparison,
    Noise,
    Pairing,
    Verdict,
    VerdictState,
)

HOSTILE = "<script>alert(1)</script> @everyone ![x](http://e.example) `|` \x1b[31m\u202e"


def _turn(reply: str, intent: str) -> TurnTrace:
    return TurnTrace(user="予約したい", language=Language.JA, reply=reply, intent=intent, route=("desk/understand",))


def _result(case: str, state: CaseState, reply: str, intent: str) -> CaseResult:
    passed = state is CaseState.PASSED
    check = Check(
        turn=0,
        field="intent",
        stage=Stage.IR,
        code="IR.intent",
        passed=passed,
        expected="book_visit",
        observed=intent,
    )
    return CaseResult(
        case=case, title="訪問予約", must_pass=True, state=state, turns=(_turn(reply, intent),), checks=(check,)
    )


def _header() -> RunHeader:
    return RunHeader(
        revision="abc",
        suites=("golden",),
        cases=3,
        evaluation="e",
        behaviour="b",
        models=("small-model",),
        tool_version="0",
    )


@pytest.fixture
def report() -> GateReport:
    """A gate that said no."""
    change = Change(
        type=ChangeType.PROMPT,
        operation=Operation.CHANGED,
        path="registry/prompts/intent.prompt.yml",
        ref=Ref(kind=Kind.PROMPT, id="intent"),
        field="messages",
        reason=f"examples removed: 8 -> 2 {HOSTILE}",
    )
    plan = TestPlan(
        change_set=ChangeSet(base="a" * 40, head="working tree", changes=(change,), types=(ChangeType.PROMPT,)),
        affected=(Ref(kind=Kind.WORKFLOW, id="desk", node="understand"), Ref(kind=Kind.GOLDEN, id="one")),
        suites=(PlannedSuite(name="golden", because=(ChangeType.PROMPT,), cases=("golden/one", "golden/two")),),
    )
    cause = Cause(code="IR.intent", stage=Stage.IR, turn=0, message="expected book_visit")
    pairs = (
        CasePair(
            case="golden/one",
            pairing=Pairing.BROKEN,
            must_pass=True,
            cause=cause,
            diverged_turn=0,
            diverged_stage=Stage.IR,
        ),
        CasePair(case="golden/two", pairing=Pairing.FIXED),
        CasePair(case="golden/three", pairing=Pairing.NOT_COMPARED, note="1 recorded answer is missing"),
    )
    metric = MetricComparison(
        name="task_success",
        baseline=0.95,
        candidate=0.9,
        difference=-0.05,
        low=-0.1,
        high=0.01,
        pairs=120,
        margin=0.02,
        blocking=True,
    )
    return GateReport(
        verdict=Verdict(
            state=VerdictState.FAIL,
            checks=(GateCheck(id="must-pass", state=VerdictState.FAIL, message=f"golden/one broke {HOSTILE}"),),
        ),
        plan=plan,
        comparison=Comparison(pairs=pairs, metrics=(metric,)),
        baseline=_header(),
        candidate=_header(),
        baseline_results=(
            _result("golden/one", CaseState.PASSED, "承りました", "book_visit"),
            _result("golden/two", CaseState.FAILED, "?", "faq"),
        ),
        candidate_results=(
            _result("golden/one", CaseState.FAILED, HOSTILE, "faq"),
            _result("golden/two", CaseState.PASSED, "承りました", "book_visit"),
        ),
        reproduce="sekisho gate --base aaaa",
    )


@pytest.fixture
def rich_report(report: GateReport) -> GateReport:
    """The same gate with everything a deeper verdict brings: trials, segments, noise, coverage, an unstable case."""
    assert report.comparison is not None
    unstable = CasePair(
        case="golden/four", pairing=Pairing.UNSTABLE, note="unstable on the candidate: 1 of 3 trials passed"
    )
    (metric,) = report.comparison.metrics
    comparison = report.comparison.model_copy(
        update={
            "pairs": (*report.comparison.pairs, unstable),
            "segments": (metric.model_copy(update={"segment": "language:ja"}),),
            "noise": Noise(cases=40, unstable=("golden/four",)),
        }
    )
    coverage = Coverage(suite="branch", what="edges", covered=40, total=45, missing=("desk: a -> b",))
    again = _result("golden/one", CaseState.PASSED, "承りました", "book_visit").model_copy(update={"trial": 0})
    failing = report.candidate_results[0].model_copy(update={"trial": 1})
    second = report.baseline_results[0].model_copy(update={"trial": 1})
    return report.model_copy(
        update={
            "comparison": comparison,
            "coverage": (coverage,),
            "baseline_results": (*report.baseline_results, second),
            "candidate_results": (again, failing, *report.candidate_results[1:]),
        }
    )
