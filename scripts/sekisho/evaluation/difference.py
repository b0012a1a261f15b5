"""The difference of one metric between two runs, over the cases both sides were judged in.

Binary metrics: exact McNemar test, score interval (Tango 1998). Ratios: paired bootstrap clustered by conversation.
Other figures: the same bootstrap on pooled samples. Bootstraps are drawn for blocking metrics only: they
cost most of a comparison's time.

The interval covers 1 - 2 alpha, so that each of its ends is a one-sided statement at level alpha. `p_worse` is the
one-sided p-value against "the candidate is no worse".
"""

from collections.abc import Sequence

from sekisho.evaluation.metrics.spec import AnyMetric, Pooled, is_unit
from sekisho.evaluation.paired_binary import compare_binary
from sekisho.evaluation.paired_samples import Judge, compare_pooled, compare_ratio
from sekisho.evaluation.pairing import Sides
from sekisho.model.verdict import MetricComparison


def compare_metric(metric: AnyMetric, sides: Sequence[Sides], judge: Judge) -> MetricComparison:
    """Return one metric on both sides; `sides` are comparable cases. Values are None where nothing was asserted."""
    chosen = [one for one in sides if is_unit(one.candidate.results[0]) == metric.units]
    rule = judge.policy.metrics.get(metric.name)
    blank = MetricComparison(
        name=metric.name,
        baseline=None,
        candidate=None,
        margin=rule.margin if rule else None,
        blocking=rule.blocking if rule else False,
        higher_is_better=rule.higher_is_better if rule else metric.higher_is_better,
        unit=metric.unit,
    )
    if isinstance(metric, Pooled):
        return compare_pooled(metric, chosen, judge, blank)
    return (compare_binary if metric.binary else compare_ratio)(metric, chosen, judge, blank)
