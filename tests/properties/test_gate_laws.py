"""Laws of verdicts: how states add up, and what a run says about itself."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.evaluation.compare import compare
from sekisho.gate.checks.metrics import judge_metric
from sekisho.gate.judge import judge
from sekisho.model.kinds.policy import GatePolicy, MetricRule
from sekisho.model.run import CaseResult, CaseState, Check, Run, RunHeader
from sekisho.model.trace import ModelCall, Stage, TurnTrace
from sekisho.model.verdict import MetricComparison, Pairing, VerdictState

STATE = st.sampled_from(list(VerdictState))
POLICY = GatePolicy(
    type="gate",
    clock=datetime(2026, 11, 16, tzinfo=UTC),
    resamples=50,
    metrics={name: MetricRule(margin=0.05) for name in ("task_success", "intent_accuracy", "slot_f1")},
)
HEADER = RunHeader(
    revision="r", suites=("golden",), cases=1, evaluation="e", behaviour="b", models=("m",), tool_version="1"
)


def _result(number: int, passed: bool, must_pass: bool) -> CaseResult:
    turn = TurnTrace(user="u", language="ja", intent="a", calls=(ModelCall(node="n", prompt="p", key="k"),))
    check = Check(
        turn=0, field="intent", stage=Stage.IR, code="x", passed=passed, expected="a", observed="a" if passed else "b"
    )
    return CaseResult(
        case=f"golden/{number:03}",
        state=CaseState.PASSED if passed else CaseState.FAILED,
        turns=(turn,),
        checks=(check,),
        task_success=passed,
        must_pass=must_pass and passed,
    )


def _run(outcomes: list[tuple[bool, bool]]) -> Run:
    return Run(header=HEADER, results=tuple(_result(n, *outcome) for n, outcome in enumerate(outcomes)))


@given(STATE, STATE, STATE)
def test_worst_is_associative_commutative_and_idempotent(a: VerdictState, b: VerdictState, c: VerdictState) -> None:
    """The order in which checks are looked at, and looking twice, never changes the verdict."""
    worst = VerdictState.worst
    assert worst([a, worst([b, c])]) == worst([worst([a, b]), c])
    assert worst([a, b]) == worst([b, a])
    assert worst([a, a]) == a


def test_nothing_checked_is_inconclusive() -> None:
    """No checks at all are never a pass."""
    assert VerdictState.worst([]) is VerdictState.INCONCLUSIVE


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=25))
@settings(deadline=None, max_examples=30)
def test_a_run_against_itself_passes(outcomes: list[tuple[bool, bool]]) -> None:
    """Whatever a run did, the same run again breaks nothing and passes, at any number of cases."""
    run = _run(outcomes)
    comparison = compare(run, run, POLICY)
    assert comparison.of(Pairing.BROKEN) == ()
    assert all(metric.difference in {0, None} for metric in comparison.metrics)
    assert judge(None, (), comparison, POLICY, (run, run)).state is VerdictState.PASS


@given(
    st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40),
    st.lists(st.booleans(), min_size=40, max_size=40),
)
@settings(deadline=None, max_examples=40)
def test_breaking_more_is_never_better(outcomes: list[tuple[bool, bool]], mask: list[bool]) -> None:
    """A candidate that only breaks cases never gets a better verdict than one that changes nothing."""
    baseline = _run(outcomes)
    broken = _run([(passed and not hit, must) for (passed, must), hit in zip(outcomes, mask, strict=False)])
    verdict = judge(None, (), compare(baseline, broken, POLICY), POLICY, (baseline, broken))
    hit = sum(passed and hit for (passed, _), hit in zip(outcomes, mask, strict=False))
    loss = hit / len(outcomes)
    if loss > 0.05:
        assert verdict.state is not VerdictState.PASS
    if hit >= 7 and loss > 0.05:
        assert verdict.state is VerdictState.FAIL


@given(st.floats(-1, 1), st.floats(0, 0.5), st.floats(0, 1), st.floats(0, 0.2), st.integers(0, 5), st.booleans())
def test_a_metric_means_the_same_both_ways(
    difference: float, width: float, p: float, margin: float, worse: int, higher: bool
) -> None:
    """Turning a metric upside down, with its interval, changes no verdict."""
    one = MetricComparison(
        name="m",
        baseline=0.5,
        candidate=0.5,
        difference=difference,
        low=difference - width,
        high=difference + width,
        p_worse=p,
        margin=margin,
        worse=worse,
        higher_is_better=higher,
    )
    other = one.model_copy(
        update={
            "difference": -difference,
            "low": -difference - width,
            "high": -difference + width,
            "higher_is_better": not higher,
        }
    )
    assert judge_metric(one, 0.05).state is judge_metric(other, 0.05).state
