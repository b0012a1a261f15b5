"""Shares and means of paired conversations: four sums, and the rows they are made of."""

from collections.abc import Sequence
from operator import mul

from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Parts, Ratio, parts_of
from sekisho.evaluation.paired_samples import Difference, PairedCases
from sekisho.evaluation.rules import Asked, Judge
from sekisho.model.verdict import MetricComparison

Row = tuple[Parts, Parts]


class RatioPairs:
    """A ratio on both sides; a conversation that says nothing about it on either side is left out."""

    def __init__(self, metric: Ratio, asked: Asked, judge: Judge) -> None:
        self._metric = metric
        self._judge = judge
        self._cases = PairedCases(asked, judge)
        self._totals: Row = ((0.0, 0.0), (0.0, 0.0))

    def add(self, baseline: Sequence[Seen], candidate: Sequence[Seen]) -> None:
        """Take one case's trials on both sides."""
        before = parts_of(self._metric, baseline, self._judge.catalogue)
        after = parts_of(self._metric, candidate, self._judge.catalogue)
        if before[1] or after[1]:
            left, right = self._totals
            self._totals = (
                (left[0] + before[0], left[1] + before[1]),
                (right[0] + after[0], right[1] + after[1]),
            )
            self._cases.add((before, after), (_quotient(before), _quotient(after)))

    def compared(self) -> MetricComparison:
        """Return the comparison."""
        left, right = self._totals
        return self._cases.compared((_quotient(left), _quotient(right)), _difference)


def _difference(rows: Sequence[Row]) -> Difference:
    columns = list(zip(*((*before, *after) for before, after in rows), strict=True))

    def difference(counts: Sequence[int]) -> float | None:
        before, whole_before, after, whole_after = (sum(map(mul, counts, column)) for column in columns)
        left, right = _quotient((before, whole_before)), _quotient((after, whole_after))
        return None if left is None or right is None else right - left

    return difference


def _quotient(parts: Parts) -> float | None:
    return parts[0] / parts[1] if parts[1] else None
