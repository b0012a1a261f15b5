"""A figure that is no ratio of sums, on both sides: the samples of all conversations are pooled."""

from collections.abc import Sequence
from typing import Any

from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Pooled, bag_of, own_figure
from sekisho.evaluation.paired_samples import Difference, Pair, PairedCases
from sekisho.evaluation.rules import Asked, Judge
from sekisho.model.verdict import MetricComparison


class PooledPairs:
    """A pooled figure on both sides; a conversation without samples on either side is left out."""

    def __init__(self, metric: Pooled, asked: Asked, judge: Judge) -> None:
        self._metric = metric
        self._judge = judge
        self._cases = PairedCases(asked, judge)
        self._bags = metric.bag(), metric.bag()

    def add(self, baseline: Sequence[Seen], candidate: Sequence[Seen]) -> None:
        """Take one case's trials on both sides; a case got worse or better by its own figure."""
        metric = self._metric
        before, after = (bag_of(metric, side, self._judge.catalogue) for side in (baseline, candidate))
        if before.size or after.size:
            pair = before.packed(), after.packed()
            for bag, packed in zip(self._bags, pair, strict=True):
                bag.unpack(packed, 1)
            self._cases.add(pair, (own_figure(metric, before), own_figure(metric, after)))

    def compared(self) -> MetricComparison:
        """Return the comparison."""
        before, after = (self._metric.figure(bag) for bag in self._bags)
        return self._cases.compared((before, after), self._difference)

    def _difference(self, pairs: Sequence[Pair]) -> Difference:
        def difference(counts: Sequence[int]) -> float | None:
            before, after = (self._figure([pair[side] for pair in pairs], counts) for side in (0, 1))
            return None if before is None or after is None else after - before

        return difference

    def _figure(self, packed: Sequence[Any], counts: Sequence[int]) -> float | None:
        bag = self._metric.bag()
        for own, count in zip(packed, counts, strict=True):
            if count:
                bag.unpack(own, count)
        return self._metric.figure(bag)
