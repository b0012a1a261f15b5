from collections.abc import Callable

import pytest

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.case_pass_rate import CASE_PASS_RATE
from sekisho.evaluation.metrics.latency import LATENCY_P95
from sekisho.evaluation.metrics.prompt_tests import PROMPT_TESTS
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import AnyMetric, Pooled
from sekisho.evaluation.metrics.table import METRIC_NAMES, METRICS, measure_all
from sekisho.evaluation.metrics.tally import measure
from sekisho.model.run import CaseResult, CaseState, Check

MakeCheck = Callable[..., Check]
MakeResult = Callable[..., CaseResult]


def test_nothing_asserted_is_none() -> None:
    """Every metric of an empty run is None, never 0 and never 1."""
    measured = measure_all([], Catalogue())
    assert [metric.name for metric in measured] == [metric.name for metric in METRICS]
    assert all(metric.value is None for metric in measured)


def test_names_are_unique() -> None:
    """A policy names a metric, so that no two may have one name."""
    assert len(METRIC_NAMES) == len(METRICS)


def test_only_judged_dialogues_count(make_result: MakeResult) -> None:
    """Unrecorded, invalid and not-run cases are no failures, and unit tests are no dialogues."""
    results = [make_result(f"golden/{state}", state=state) for state in CaseState]
    results.append(make_result("prompt/intent/0", state="failed"))
    metric = measure([CASE_PASS_RATE], results, Catalogue())[0]
    assert (metric.value, metric.numerator, metric.denominator) == (0.5, 1, 2)
    assert measure([PROMPT_TESTS], results, Catalogue())[0].value == 0


def test_a_share_has_an_interval_unless_trials_repeat(make_result: MakeResult) -> None:
    """Several trials of a case are not independent, so no interval is given for them."""
    results = [make_result(f"golden/{n}", state="passed" if n else "failed") for n in range(10)]
    metric = measure([CASE_PASS_RATE], results, Catalogue())[0]
    assert metric.low == pytest.approx(0.5958, abs=1e-3)
    assert metric.high == pytest.approx(0.9821, abs=1e-3)
    repeated = measure([CASE_PASS_RATE], [*results, results[0].model_copy(update={"trial": 1})], Catalogue())[0]
    assert (repeated.low, repeated.high) == (None, None)


def test_pooled_samples_are_counted(make_result: MakeResult) -> None:
    """A pooled figure says how many samples it comes from; p95 needs twenty."""
    turns = [{"user": "u", "language": "ja", "latency_ms": float(n)} for n in range(1, 11)]
    one = make_result(turns=turns)
    assert (measure([LATENCY_P95], [one], Catalogue())[0].value, one.turns[0].latency_ms) == (None, 1.0)
    metric = measure([LATENCY_P95], [one, make_result("golden/b", turns=turns)], Catalogue())[0]
    assert (metric.value, metric.denominator, metric.unit) == (10.0, 20, "ms")


@pytest.mark.parametrize("metric", [metric for metric in METRICS if metric.head], ids=lambda metric: metric.name)
def test_a_metric_reads_no_other_checks(metric: AnyMetric, make_result: MakeResult, make_check: MakeCheck) -> None:
    """What a metric makes of checks of other heads than its own is nothing, so it need not be asked."""
    heads = {"intent", "slots", "retrieved", "citations", "reply"} - {metric.head}
    checks = [make_check(0, head, ["a"], ["a"]) for head in heads]
    seen = Seen(make_result(checks=checks, turns=[{"user": "u", "language": "ja"}]))
    if isinstance(metric, Pooled):
        assert metric.samples([seen], Catalogue()) == ()
    else:
        assert metric.parts(seen, Catalogue()) == (0, 0)
        assert list(metric.notes(seen, Catalogue())) == []
