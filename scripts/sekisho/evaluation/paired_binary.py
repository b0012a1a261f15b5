"""Paired yes/no outcomes of a metric: how many cases broke, how many were fixed."""

from collections import Counter
from collections.abc import Sequence

from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Parts, Ratio, parts_of
from sekisho.evaluation.rules import Asked, Judge
from sekisho.model.verdict import MetricComparison
from sekisho.stats.detectable import smallest_detectable
from sekisho.stats.mcnemar import Pairs, difference_interval, mcnemar_worse_p


class BinaryPairs:
    """The cases that assert a yes/no metric on both sides; most trials decide. Kept are four counts."""

    def __init__(self, metric: Ratio, asked: Asked, judge: Judge) -> None:
        self._metric = metric
        self._asked = asked
        self._judge = judge
        self._counts: Counter[tuple[bool, bool]] = Counter()

    def add(self, baseline: Sequence[Seen], candidate: Sequence[Seen]) -> None:
        """Take one case's trials on both sides."""
        left, right = (parts_of(self._metric, side, self._judge.catalogue) for side in (baseline, candidate))
        if left[1] and right[1]:
            self._counts[_most(left), _most(right)] += 1

    def compared(self) -> MetricComparison:
        """Return the comparison: exact McNemar test and score interval; nothing but blanks without cases."""
        counts, higher = self._counts, self._asked.higher_is_better
        blank = self._asked.blank()
        if not counts:
            return blank
        pairs = Pairs(counts.total(), broken=counts[True, False], fixed=counts[False, True])
        interval = difference_interval(pairs, self._judge.confidence)
        worse, better = (pairs.broken, pairs.fixed) if higher else (pairs.fixed, pairs.broken)
        baseline = (counts[True, True] + pairs.broken) / pairs.total
        return blank.model_copy(
            update={
                "baseline": baseline,
                "candidate": (counts[True, True] + pairs.fixed) / pairs.total,
                "difference": pairs.difference,
                "low": interval.low,
                "high": interval.high,
                "p_worse": mcnemar_worse_p(worse, better),
                "pairs": pairs.total,
                "worse": worse,
                "better": better,
                "method": "McNemar exact, Tango interval",
                "margin": self._asked.margin(baseline),
                "smallest_detectable": smallest_detectable(
                    pairs.total, (pairs.broken + pairs.fixed) / pairs.total, alpha=self._judge.policy.alpha
                ),
            }
        )


def _most(parts: Parts) -> bool:
    return 2 * parts[0] > parts[1]
