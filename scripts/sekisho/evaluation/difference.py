"""The difference of one metric between two runs, over the cases both sides were judged in.

Binary metrics: exact McNemar test, score interval (Tango 1998). Other figures: paired bootstrap interval and paired
randomisation test, clustered by conversation, for blocking metrics only.

The interval covers 1 - 2 alpha, so that each of its ends is a one-sided statement at level alpha. `p_worse` is the
one-sided p-value against "the candidate is no worse".
"""

from collections.abc import Sequence
from typing import Protocol

from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Pooled
from sekisho.evaluation.paired_binary import BinaryPairs
from sekisho.evaluation.paired_ratio import RatioPairs
from sekisho.evaluation.pooled import PooledPairs
from sekisho.evaluation.rules import Asked, Judge
from sekisho.model.verdict import MetricComparison


class Pairs(Protocol):
    """A metric on both sides, added up case by case."""

    def add(self, baseline: Sequence[Seen], candidate: Sequence[Seen]) -> None:
        """Take one case's trials on both sides."""
        ...

    def compared(self) -> MetricComparison:
        """Return the comparison so far; values are None where nothing was asserted."""
        ...


def pairs_of(asked: Asked, judge: Judge) -> Pairs:
    """Return what compares a metric of this kind."""
    metric = asked.metric
    if isinstance(metric, Pooled):
        return PooledPairs(metric, asked, judge)
    return (BinaryPairs if metric.binary else RatioPairs)(metric, asked, judge)
