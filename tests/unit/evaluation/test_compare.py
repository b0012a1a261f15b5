from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.compare import compare
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.run import CaseResult, Check, Run, RunHeader
from sekisho.model.verdict import Comparison, MetricComparison

MakeResult = Callable[..., CaseResult]
MakeCheck = Callable[..., Check]
MakeTurn = Callable[..., Any]

POLICY: dict[str, Any] = {
    "type": "gate",
    "clock": "2026-11-16T10:00:00+09:00",
    "resamples": 300,
    "metrics": {
        "task_success": {"margin": 0.05},
        "intent_accuracy": {"margin": 0.05},
        "latency_p95": {"margin": 100.0, "higher_is_better": False},
        "tokens_per_case": {"margin": 10.0, "blocking": False, "higher_is_better": False},
    },
}
HEADER = RunHeader(
    revision="r", suites=("golden",), cases=1, trials=3, evaluation="e", behaviour="b", models=("m",), tool_version="1"
)


def _compare(before: Sequence[CaseResult], after: Sequence[CaseResult], **policy: Any) -> Comparison:
    rules = GatePolicy.model_validate(POLICY | policy)
    return compare(Run(header=HEADER, results=tuple(before)), Run(header=HEADER, results=tuple(after)), rules)


def _metric(comparison: Comparison, name: str) -> MetricComparison:
    return next(metric for metric in comparison.metrics if metric.name == name)


@pytest.fixture
def run(make_result: MakeResult) -> Callable[..., list[CaseResult]]:
    """Twenty cases of which the first `failed` fail their task."""

    def make(failed: int, count: int = 20, **fields: Any) -> list[CaseResult]:
        return [
            make_result(
                f"golden/{n:02}", state="failed" if n < failed else "passed", task_success=n >= failed, **fields
            )
            for n in range(count)
        ]

    return make


def test_a_binary_metric_is_compared_exactly(run: Callable[..., list[CaseResult]]) -> None:
    """Five of twenty break: 25 points lost, p = 1/32, and the interval says so."""
    metric = _metric(_compare(run(0), run(5)), "task_success")
    assert (metric.baseline, metric.candidate, metric.difference) == (1.0, 0.75, -0.25)
    assert (metric.pairs, metric.worse, metric.better, metric.margin, metric.blocking) == (20, 5, 0, 0.05, True)
    assert metric.p_worse == pytest.approx(1 / 32)
    assert metric.low is not None
    assert metric.high is not None
    assert -0.5 < metric.low < -0.25 < metric.high < -0.05
    assert metric.method == "McNemar exact, Tango interval"


def test_blocking_metrics_share_their_error(run: Callable[..., list[CaseResult]]) -> None:
    """Holm's correction counts the blocking metrics that were tested, and no other."""
    comparison = _compare(run(0), run(5), metrics={"task_success": {"margin": 0.1}, "case_pass_rate": {"margin": 0.1}})
    adjusted = {metric.name: metric.p_adjusted for metric in comparison.metrics if metric.p_adjusted is not None}
    assert adjusted == pytest.approx({"task_success": 2 / 32, "case_pass_rate": 2 / 32})


def test_most_trials_decide_a_case(make_result: MakeResult) -> None:
    """A case that succeeds in two of three trials has succeeded."""
    before = [make_result(trial=n, task_success=True) for n in range(3)]
    after = [make_result(trial=n, task_success=n > 0) for n in range(3)]
    metric = _metric(_compare(before, after), "task_success")
    assert (metric.candidate, metric.pairs) == (1.0, 1)


def test_ratios_are_resampled_by_conversation(make_result: MakeResult, make_check: MakeCheck) -> None:
    """Turns of one dialogue fail together; four that break and none fixed have p = 1/16, as a fair coin would."""

    def results(wrong: int) -> list[CaseResult]:
        return [
            make_result(f"golden/{n}", checks=[make_check(t, "intent", "a", "b" if n < wrong else "a") for t in (0, 1)])
            for n in range(12)
        ]

    metric = _metric(_compare(results(0), results(4)), "intent_accuracy")
    assert (metric.difference, metric.worse, metric.pairs) == (pytest.approx(-1 / 3), 4, 12)
    assert metric.low is not None
    assert metric.high is not None
    assert metric.low < -1 / 3 < metric.high <= 0
    assert metric.p_worse == pytest.approx(1 / 16)
    assert metric.smallest_detectable is not None
    again = _metric(_compare(results(0), results(4)), "intent_accuracy")
    assert again == metric
    assert _metric(_compare(results(4), results(0)), "intent_accuracy").better == 4


def test_equal_samples_need_no_resampling(make_result: MakeResult, make_check: MakeCheck) -> None:
    """Where no case differs the difference is exactly nothing."""
    same = [make_result(f"golden/{n}", checks=[make_check(0, "intent", "a", "b")]) for n in range(3)]
    metric = _metric(_compare(same, same), "intent_accuracy")
    assert (metric.difference, metric.low, metric.high, metric.p_worse, metric.method) == (0, 0, 0, 1, "identical")


def test_one_conversation_has_no_interval(make_result: MakeResult, make_check: MakeCheck) -> None:
    """A single case cannot be resampled: a difference, and nothing about its uncertainty."""
    before = [make_result(checks=[make_check(0, "intent", "a", "a")])]
    after = [make_result(checks=[make_check(0, "intent", "a", "b")])]
    metric = _metric(_compare(before, after), "intent_accuracy")
    assert (metric.difference, metric.low, metric.p_worse) == (-1, None, None)


@pytest.mark.parametrize(("slower", "worse", "p_is_small"), [(50.0, 12, True), (-50.0, 0, False)])
def test_latency_is_better_low(
    make_result: MakeResult, make_turn: MakeTurn, slower: float, worse: int, p_is_small: bool
) -> None:
    """A pooled figure is resampled too; more milliseconds are a loss."""

    def results(extra: float) -> list[CaseResult]:
        return [
            make_result(f"golden/{n}", turns=[make_turn(latency_ms=100.0 + n + t + extra) for t in range(3)])
            for n in range(12)
        ]

    metric = _metric(_compare(results(0), results(slower)), "latency_p95")
    assert (metric.difference, metric.worse, metric.pairs, metric.unit) == (pytest.approx(slower), worse, 12, "ms")
    assert metric.p_worse is not None
    assert (metric.p_worse < 0.05) is p_is_small
    assert metric.smallest_detectable is None


def test_pooled_figures_need_samples(make_result: MakeResult, make_turn: MakeTurn) -> None:
    """One conversation has no interval, fewer than twenty turns no p95 at all."""

    def results(count: int, extra: float) -> list[CaseResult]:
        return [make_result(turns=[make_turn(latency_ms=n + extra) for n in range(count)])]

    one = _metric(_compare(results(30, 0), results(30, 5)), "latency_p95")
    assert (one.difference, one.low) == (5, None)
    few = _metric(_compare(results(10, 0), results(10, 5)), "latency_p95")
    assert (few.baseline, few.difference, few.p_worse) == (None, None, None)


def test_what_cannot_block_is_not_resampled(make_result: MakeResult) -> None:
    """A metric that is only shown has its difference and no interval."""
    before, after = ([make_result(usage={"input_tokens": n})] for n in (10, 30))
    metric = _metric(_compare(before, after), "tokens_per_case")
    assert (metric.difference, metric.low, metric.blocking, metric.worse) == (20, None, False, 1)


def test_nothing_to_compare_is_none(make_result: MakeResult) -> None:
    """Without pairs every figure is None."""
    comparison = _compare([make_result()], [])
    assert all(metric.difference is None and metric.pairs == 0 for metric in comparison.metrics)
    assert [metric.value for metric in comparison.baseline_metrics if metric.name == "case_pass_rate"] == [1]


@pytest.mark.parametrize(("today", "quarantined"), [(date(2026, 11, 20), True), (date(2026, 11, 21), False)])
def test_a_case_in_quarantine_carries_no_metric(
    run: Callable[..., list[CaseResult]], today: date, quarantined: bool
) -> None:
    """It is paired and marked, and counts again the day after its quarantine."""
    entry = {"case": "00", "until": date(2026, 11, 20), "reason": "r", "owner": "o"}
    rules = GatePolicy.model_validate(POLICY | {"quarantine": [entry]})
    runs = [Run(header=HEADER, results=tuple(results)) for results in (run(0), run(1))]
    comparison = compare(*runs, rules, Catalogue(), today=today)
    assert [pair.case for pair in comparison.pairs if pair.quarantined] == ["golden/00"] * quarantined
    assert _metric(comparison, "task_success").pairs == 20 - quarantined
    assert compare(*runs, rules).pairs[0].quarantined


def test_unit_tests_are_compared_apart(make_result: MakeResult) -> None:
    """A prompt's unit test is no dialogue: it has its own metric and no part in the others."""
    before = [make_result("prompt/p/0"), make_result("golden/a")]
    after = [make_result("prompt/p/0", state="failed"), make_result("golden/a")]
    comparison = _compare(before, after)
    assert _metric(comparison, "prompt_tests").difference == -1
    assert _metric(comparison, "case_pass_rate").difference == 0
