from collections.abc import Callable, Sequence
from typing import Any

import pytest

from sekisho.evaluation.compare import compare
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.run import CaseResult, Check, Run, RunHeader
from sekisho.model.verdict import Comparison, MetricComparison

MakeResult = Callable[..., CaseResult]
HEADER = RunHeader(
    revision="r", suites=("golden",), cases=1, evaluation="e", behaviour="b", models=("m",), tool_version="1"
)
WIDE = {"margin": 0.2}


def _compare(before: Sequence[CaseResult], after: Sequence[CaseResult], *segments: dict[str, Any]) -> Comparison:
    policy = {
        "type": "gate",
        "clock": "2026-11-16T10:00:00+09:00",
        "resamples": 100,
        "metrics": {"task_success": WIDE},
        "segments": segments,
    }
    runs = [Run(header=HEADER, results=tuple(results)) for results in (before, after)]
    return compare(*runs, GatePolicy.model_validate(policy))


def _segment(comparison: Comparison, segment: str, name: str) -> MetricComparison:
    return next(one for one in comparison.segments if (one.segment, one.name) == (segment, name))


@pytest.mark.parametrize(("rule", "segment"), [({"tag": "refund"}, "tag:refund"), ({"language": "en"}, "language:en")])
def test_cases_belong_by_tag_and_by_language(make_result: MakeResult, rule: dict[str, str], segment: str) -> None:
    """Only the cases of the segment carry its metrics; all of them carry the whole."""
    fields = {"language": "en", "tags": ("refund",)}
    before = [
        make_result(f"golden/{n}", task_success=True, **fields if n < 3 else {"language": "ja"}) for n in range(9)
    ]
    after = [one.model_copy(update={"task_success": one.language == "ja"}) for one in before]
    comparison = _compare(before, after, rule | {"metrics": {"task_success": WIDE, "slot_f1": WIDE}})
    found = _segment(comparison, segment, "task_success")
    assert (found.pairs, found.worse, found.baseline, found.candidate, found.margin) == (3, 3, 1.0, 0.0, 0.2)
    assert comparison.metrics[0].pairs == 9
    assert _segment(comparison, segment, "slot_f1").pairs == 0


def test_an_intent_has_its_turns(make_result: MakeResult, make_check: Callable[..., Check], make_turn: Any) -> None:
    """A figure of turns counts those of the golden intent, one of dialogues every dialogue that has such a turn."""

    def result(case: str, *turns: tuple[str, str], task: bool) -> CaseResult:
        checks = [check for n, pair in enumerate(turns) for check in _checks(make_check, n, *pair)]
        latencies = [make_turn(latency_ms=100.0 * (n + 1)) for n in range(len(turns))]
        return make_result(case, checks=checks, turns=latencies, task_success=task, usage={"input_tokens": 7})

    before = [
        result("golden/a", ("book", "book"), ("faq", "faq"), task=True),
        result("golden/b", ("faq", "faq"), task=True),
    ]
    after = [
        result("golden/a", ("book", "faq"), ("faq", "faq"), task=False),
        result("golden/b", ("faq", "book"), task=False),
    ]
    names = ("intent_accuracy", "slot_f1", "latency_p50", "task_success", "tokens_per_case")
    comparison = _compare(before, after, {"intent": "book", "metrics": dict.fromkeys(names, WIDE)})
    found = {one.name: (one.pairs, one.baseline, one.candidate) for one in comparison.segments}
    assert found == {
        "intent_accuracy": (1, 1.0, 0.0),
        "slot_f1": (1, 1.0, 0.0),
        "latency_p50": (1, 100.0, 100.0),
        "task_success": (1, 1.0, 0.0),
        "tokens_per_case": (1, 7.0, 7.0),
    }


def _checks(make_check: Callable[..., Check], turn: int, gold: str, found: str) -> list[Check]:
    return [make_check(turn, "intent", gold, found), make_check(turn, "slots.x", "1", "1" if gold == found else "2")]


def test_segments_share_the_error_of_the_gate(make_result: MakeResult) -> None:
    """Holm's correction is over everything that blocks, segments included, and nothing else."""
    before = [make_result(f"golden/{n}", task_success=True, language="en") for n in range(8)]
    after = [one.model_copy(update={"task_success": False}) for one in before]
    quiet = {"margin": 0.2, "blocking": False}
    comparison = _compare(
        before,
        after,
        {"language": "en", "metrics": {"task_success": WIDE}},
        {"language": "ja", "metrics": {"task_success": WIDE}},
        {"tag": "x", "metrics": {"task_success": quiet}},
    )
    raw = comparison.metrics[0].p_worse
    assert raw is not None
    adjusted = [one.p_adjusted for one in (comparison.metrics[0], *comparison.segments)]
    assert adjusted == [pytest.approx(2 * raw), pytest.approx(2 * raw), None, None]


def test_an_unknown_metric_is_left_to_the_gate(make_result: MakeResult) -> None:
    """There is nothing to compare for a name no metric has."""
    same = [make_result(task_success=True, tags=("x",))]
    assert _compare(same, same, {"tag": "x", "metrics": {"happiness": WIDE}}).segments == ()


@pytest.mark.parametrize(("relative", "margin"), [(None, 0.2), (0.5, 0.2), (0.1, 0.08)])
def test_the_smaller_loss_is_the_margin(make_result: MakeResult, relative: float | None, margin: float) -> None:
    """A relative margin is a share of what the baseline reaches; with both, the smaller counts."""
    before = [make_result(f"golden/{n}", task_success=n < 8, tags=("x",)) for n in range(10)]
    rule = {"margin": 0.2, "relative": relative}
    comparison = _compare(before, before, {"tag": "x", "metrics": {"task_success": rule, "slot_f1": rule}})
    assert _segment(comparison, "tag:x", "task_success").margin == pytest.approx(margin)
    assert _segment(comparison, "tag:x", "slot_f1").margin == 0.2
