"""Paired yes/no outcomes of a metric: how many cases broke, how many were fixed."""

from collections.abc import Sequence

from sekisho.evaluation.metrics.spec import Ratio
from sekisho.evaluation.paired_samples import Judge, sum_parts
from sekisho.evaluation.pairing import Sides, Trials
from sekisho.model.verdict import MetricComparison
from sekisho.stats.detectable import smallest_detectable
from sekisho.stats.mcnemar import Pairs, difference_interval, mcnemar_worse_p


def compare_binary(metric: Ratio, sides: Sequence[Sides], judge: Judge, blank: MetricComparison) -> MetricComparison:
    """Fill in `blank` by the exact McNemar test over the cases that assert the metric on both sides."""
    outcomes = [(_majority(metric, one.baseline, judge), _majority(metric, one.candidate, judge)) for one in sides]
    asserted = [(left, right) for left, right in outcomes if left is not None and right is not None]
    if not asserted:
        return blank
    pairs = Pairs(len(asserted), broken=asserted.count((True, False)), fixed=asserted.count((False, True)))
    interval = difference_interval(pairs, judge.confidence)
    discordance = (pairs.broken + pairs.fixed) / pairs.total
    return blank.model_copy(
        update={
            "baseline": sum(left for left, _ in asserted) / pairs.total,
            "candidate": sum(right for _, right in asserted) / pairs.total,
            "difference": pairs.difference,
            "low": interval.low,
            "high": interval.high,
            "p_worse": mcnemar_worse_p(pairs.broken, pairs.fixed),
            "pairs": pairs.total,
            "worse": pairs.broken,
            "better": pairs.fixed,
            "method": "McNemar exact, Tango interval",
            "smallest_detectable": smallest_detectable(pairs.total, discordance, alpha=judge.policy.alpha),
        }
    )


def _majority(metric: Ratio, trials: Trials, judge: Judge) -> bool | None:
    """Say whether most trials hold, None where none asserts the metric."""
    holding, asserting = sum_parts(metric, trials, judge)
    return 2 * holding > asserting if asserting else None
