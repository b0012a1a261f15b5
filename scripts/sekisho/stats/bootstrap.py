"""Paired bootstrap over conversations: turns of one conversation fail together, so whole conversations are drawn.

Each conversation is a row of sums (numerators and denominators of baseline and candidate); a resample adds rows up and
computes the statistic from the totals, exactly as the full run does. Equal rows are counted, not repeated, so that the
cost is that of the kinds of row. Few or identical rows understate the uncertainty: a regression that no conversation
shows appears in no resample (`stats.detectable` says what could have been seen, `stats.randomisation` tests).
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import erfc, floor, fsum, sqrt
from operator import mul
from typing import NamedTuple

from sekisho.stats.dice import Dice
from sekisho.stats.interval import Interval, normal_quantile

Row = Sequence[float]
"""The sums of one conversation; all rows of a comparison have the same columns."""

Statistic = Callable[[Row], float | None]
"""Computes the estimate from column totals; None where it is undefined (nothing to divide by)."""

Rows = Iterable[Row] | Mapping[Row, int]
"""Conversations one by one, or each kind of row with how many conversations have it."""


class Bootstrap(NamedTuple):
    """An estimate, its interval, and the resampled estimates in rising order; `undefined` resamples had none.

    Without an interval nothing was resampled, and both p-values are 1.
    """

    estimate: float | None
    interval: Interval | None
    replicates: tuple[float, ...]
    undefined: int

    def noninferiority_p(self, margin: float) -> float:
        """Return the p-value against "worse by `margin` or more": the share of resamples that are, never 0."""
        return self._share(bisect_right(self.replicates, -margin))

    def inferiority_p(self, margin: float) -> float:
        """Return the p-value against "worse by no more than `margin`": the share of resamples that are not."""
        return self._share(len(self.replicates) - bisect_left(self.replicates, -margin))

    def _share(self, count: int) -> float:
        """Count the observed data as one more resample (Davison & Hinkley 1997, section 4.2)."""
        return (count + self.undefined + 1) / (len(self.replicates) + self.undefined + 1)


def ratio_difference(totals: Row) -> float | None:
    """Return candidate minus baseline of a ratio of sums: (base num., base den., candidate num., candidate den.).

    A mean is (sum, count); micro F1 is (2 TP, 2 TP + FP + FN). None where a denominator is 0.
    """
    base_numerator, base_denominator, numerator, denominator = totals
    if not (base_denominator and denominator):
        return None
    return numerator / denominator - base_numerator / base_denominator


def paired_bootstrap(
    rows: Rows,
    statistic: Statistic = ratio_difference,
    *,
    seed: int,
    resamples: int = 2000,
    confidence: float = 0.95,
    bca: bool = False,
) -> Bootstrap:
    """Resample `rows` with replacement; the interval of `statistic` is the percentile one, or the BCa one.

    Method: Efron & Tibshirani 1993, chapters 13 and 14. Under two rows, and where the statistic is undefined on the
    data, there is no interval. Equal arguments give equal results.
    """
    counts = rows if isinstance(rows, Mapping) else Counter(map(tuple, rows))
    kinds = _Kinds(tuple(counts.values()), tuple(zip(*counts, strict=True)), statistic)
    shares = (1 - confidence) / 2, (1 + confidence) / 2
    found = resample(kinds.weights, kinds.figure, seed=seed, resamples=resamples, shares=shares)
    if not bca or found.interval is None or found.estimate is None:
        return found
    shares = _bca_shares(shares, found.replicates, found.estimate, _acceleration(kinds))
    return found._replace(interval=_between(found.replicates, shares))


def resample(
    weights: Sequence[int],
    figure: Callable[[Sequence[int]], float | None],
    *,
    seed: int,
    resamples: int,
    shares: tuple[float, float],
) -> Bootstrap:
    """Resample sum(`weights`) conversations of len(`weights`) kinds; `figure` is computed from how many of each kind.

    The interval lies between the two quantiles `shares` of the resamples.
    """
    estimate = figure(weights) if weights else None
    if estimate is None or sum(weights) < 2:
        return Bootstrap(estimate, None, (), 0)
    drawn = (figure(picked) for picked in Dice(seed).multinomials(weights, resamples))
    replicates = tuple(sorted(value for value in drawn if value is not None))
    interval = _between(replicates, shares) if replicates else None
    return Bootstrap(estimate, interval, replicates, resamples - len(replicates))


class _Kinds(NamedTuple):
    """How many conversations have each kind of row, the rows column by column, and what is computed from totals."""

    weights: Sequence[int]
    columns: Sequence[Row]
    statistic: Statistic

    def figure(self, picked: Sequence[int]) -> float | None:
        """Return the statistic of so many rows of each kind."""
        return self.statistic([sum(map(mul, picked, column)) for column in self.columns])


def _between(replicates: Sequence[float], shares: tuple[float, float]) -> Interval:
    return Interval(_quantile(replicates, shares[0]), _quantile(replicates, shares[1]))


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Return the quantile with linear interpolation between order statistics."""
    position = share * (len(ordered) - 1)
    below = floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def _bca_shares(
    shares: tuple[float, float], replicates: Sequence[float], estimate: float, acceleration: float
) -> tuple[float, float]:
    """Shift the two tail shares for median bias and skewness (Efron & Tibshirani 1993, eq. 14.10).

    Where every resample lies on one side of the estimate the bias has no estimate; the shares stay as they are.
    """
    below = (bisect_left(replicates, estimate) + bisect_right(replicates, estimate)) / (2 * len(replicates))
    if not 0 < below < 1:
        return shares
    bias = normal_quantile(below)

    def shifted(share: float) -> float:
        z = bias + normal_quantile(share)
        return erfc(-(bias + z / (1 - acceleration * z)) / sqrt(2)) / 2

    return shifted(shares[0]), shifted(shares[1])


def _acceleration(kinds: _Kinds) -> float:
    """Return the acceleration from the jackknife over rows (Efron & Tibshirani 1993, eq. 14.15)."""
    found: list[float] = []
    for kind, weight in enumerate(kinds.weights):
        left = [count - (index == kind) for index, count in enumerate(kinds.weights)]
        value = kinds.figure(left)
        found += [] if value is None else [value] * weight
    centre = fsum(found) / len(found) if found else 0.0
    spread = fsum((centre - value) ** 2 for value in found)
    return fsum((centre - value) ** 3 for value in found) / (6 * spread**1.5) if spread else 0.0
