"""Paired bootstrap over conversations: turns of one conversation fail together, so whole conversations are drawn.

Each conversation is a row of sums (numerators and denominators of baseline and candidate); a resample adds rows up and
computes the statistic from the totals, exactly as the full run does. Few or identical rows understate the uncertainty:
a regression that no conversation shows appears in no resample (`stats.detectable` says what could have been seen).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from math import erfc, floor, fsum, sqrt
from random import Random
from typing import NamedTuple

from sekisho.stats.interval import Interval, normal_quantile

Row = Sequence[float]
"""The sums of one conversation; all rows of a comparison have the same columns."""

Statistic = Callable[[Row], float | None]
"""Computes the estimate from column totals; None where it is undefined (nothing to divide by)."""


class Dice(Random):
    """A seeded generator: resampling needs dice that repeat, not dice that keep a secret."""


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
    rows: Sequence[Row],
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
    estimate = statistic(_totals(rows)) if rows else None
    if estimate is None or len(rows) < 2:
        return Bootstrap(estimate, None, (), 0)
    dice = Dice(seed)
    drawn = (statistic(_totals(dice.choices(rows, k=len(rows)))) for _ in range(resamples))
    replicates = tuple(sorted(value for value in drawn if value is not None))
    if not replicates:
        return Bootstrap(estimate, None, (), resamples)
    shares = ((1 - confidence) / 2, (1 + confidence) / 2)
    if bca:
        shares = _bca_shares(shares, replicates, estimate, _acceleration(rows, statistic))
    interval = Interval(_quantile(replicates, shares[0]), _quantile(replicates, shares[1]))
    return Bootstrap(estimate, interval, replicates, resamples - len(replicates))


def _totals(rows: Sequence[Row]) -> list[float]:
    return [sum(column) for column in zip(*rows, strict=True)]


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


def _acceleration(rows: Sequence[Row], statistic: Statistic) -> float:
    """Return the acceleration from the jackknife over rows (Efron & Tibshirani 1993, eq. 14.15)."""
    totals = _totals(rows)
    left_out = (statistic([total - part for total, part in zip(totals, row, strict=True)]) for row in rows)
    values = [value for value in left_out if value is not None]
    centre = fsum(values) / len(values) if values else 0.0
    spread = fsum((centre - value) ** 2 for value in values)
    return fsum((centre - value) ** 3 for value in values) / (6 * spread**1.5) if spread else 0.0
