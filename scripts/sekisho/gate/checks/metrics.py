"""Each metric of the policy against its margin. With d = candidate - baseline, turned so that a loss is negative:

pass          no case got worse and d >= 0; or the lower end of the interval is at least -margin (no worse than
              allowed, at level alpha);
fail          d < -margin and the loss is real: the one-sided p-value of "no worse at all", Holm-adjusted over all
              blocking metrics, is at most alpha;
inconclusive  everything else: too few cases to tell. The message says the smallest loss this run could have seen.

The test for `fail` is against no loss, not against the margin: 8 of 120 cases broken and none fixed is a loss of 6.7
points (p = 0.004) and fails under a margin of 5, although nobody could prove a true loss above 5 from 120 cases. All
blocking metrics must pass, so that needs no correction (an intersection-union test); any may fail, so that does.
A metric that no case asserts on either side is not judged, but one at least must be. Segments are judged alike.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import amount, counted
from sekisho.model.kinds.policy import GatePolicy, MetricRule, SegmentRule
from sekisho.model.verdict import Comparison, GateCheck, MetricComparison, VerdictState


def check_metrics(evidence: Evidence) -> Iterator[GateCheck]:
    """Judge the metrics the policy names; a change of evaluation alone has nothing to compare."""
    if evidence.comparison is None or evidence.only_evaluation_changed:
        return
    measured = 0
    for name, segment, rule, metric in _asked(evidence.policy, evidence.comparison):
        if metric is None:
            label = _label(name, segment)
            yield _check(label, VerdictState.ERROR, f"the gate policy names {name}, and there is no such metric")
        elif rule.blocking and (metric.baseline is not None or metric.candidate is not None):
            measured += not segment
            yield judge_metric(metric, evidence.policy.alpha)
        elif metric.difference is not None and _gain(metric) < 0:
            text = f"{_called(metric)} is {_size(metric)} worse; it does not block"
            yield _check(_label(name, segment), VerdictState.PASS, text)
    if not measured:
        yield _check("none", VerdictState.INCONCLUSIVE, "no case asserts anything a blocking metric counts")


class _Asked(NamedTuple):
    """A metric the policy names, for all cases or a segment; the comparison is None when there is no such metric."""

    name: str
    segment: str
    rule: MetricRule
    metric: MetricComparison | None


def _asked(policy: GatePolicy, comparison: Comparison) -> Iterator[_Asked]:
    found = {(metric.name, metric.segment): metric for metric in (*comparison.metrics, *comparison.segments)}
    for name, rule in policy.metrics.items():
        yield _Asked(name, "", rule, found.get((name, "")))
    for segment in policy.segments:
        label = next(f"{kind}:{value}" for kind, value in _kinds(segment) if value is not None)
        for name, rule in segment.metrics.items():
            yield _Asked(name, label, rule, found.get((name, label)))


def _kinds(segment: SegmentRule) -> tuple[tuple[str, str | None], ...]:
    return ("tag", segment.tag), ("language", segment.language), ("intent", segment.intent)


def judge_metric(metric: MetricComparison, alpha: float) -> GateCheck:
    """Return the check of one blocking metric that was measured on some side."""
    if metric.difference is None:
        side = "baseline" if metric.candidate is None else "candidate"
        text = f"{_called(metric)} was measured on the {side} only"
        return _check(_label(metric.name, metric.segment), VerdictState.INCONCLUSIVE, text)
    state = state_of(metric, alpha)
    meaning = {
        VerdictState.PASS: ", within the margin" if _gain(metric) < 0 else "",
        VerdictState.FAIL: ": more than the margin allows, and not by chance",
        VerdictState.INCONCLUSIVE: ": too few cases to tell",
    }[state]
    text = f"{_called(metric)} {_moved(metric)}{meaning} ({_facts(metric)})"
    return _check(_label(metric.name, metric.segment), state, text, metric)


def state_of(metric: MetricComparison, alpha: float) -> VerdictState:
    """Return what the difference of a metric means under its margin."""
    margin, gain = metric.margin or 0.0, _gain(metric)
    bound = metric.low if metric.higher_is_better else metric.high
    worst = None if bound is None else (bound if metric.higher_is_better else -bound)
    if (metric.worse == 0 and gain >= 0) or (worst is not None and worst >= -margin):
        return VerdictState.PASS
    p_value = metric.p_worse if metric.p_adjusted is None else metric.p_adjusted
    if gain < -margin and p_value is not None and p_value <= alpha:
        return VerdictState.FAIL
    return VerdictState.INCONCLUSIVE


def _label(name: str, segment: str) -> str:
    return f"{name}[{segment}]" if segment else name


def _called(metric: MetricComparison) -> str:
    return f"{metric.name} of {metric.segment}" if metric.segment else metric.name


def _gain(metric: MetricComparison) -> float:
    """Return the difference turned so that a loss is negative."""
    difference = metric.difference or 0.0
    return difference if metric.higher_is_better else -difference


def _size(metric: MetricComparison) -> str:
    return amount(metric.difference or 0.0, metric.unit)


def _moved(metric: MetricComparison) -> str:
    gain = _gain(metric)
    if gain == 0:
        return "is the same"
    return f"is {_size(metric)} {'better' if gain > 0 else 'worse'}"


def _facts(metric: MetricComparison) -> str:
    facts = [f"{metric.worse} of {counted(metric.pairs, 'case')} worse, {metric.better} better"]
    facts.append(f"margin {amount(metric.margin or 0.0, metric.unit)}")
    if metric.smallest_detectable is not None:
        facts.append(f"smallest loss this run could have seen {amount(metric.smallest_detectable, metric.unit)}")
    return ", ".join(facts)


def _check(name: str, state: VerdictState, message: str, metric: MetricComparison | None = None) -> GateCheck:
    evidence = metric.model_dump(mode="json") if metric else {}
    return GateCheck(id=f"metric-{name}", state=state, message=message, evidence=evidence)
