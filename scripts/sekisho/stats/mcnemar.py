"""Paired yes/no outcomes: did the candidate break more cases than it fixed, and by how much?

A pair is one case answered by both sides. Only discordant pairs carry information about direction: `broken` passed on
the baseline and fail on the candidate, `fixed` the other way round. The difference is always candidate - baseline.
"""

from math import copysign, inf, sqrt
from typing import NamedTuple

from sekisho.stats.binomial import at_least
from sekisho.stats.interval import Interval, two_sided_z


class Pairs(NamedTuple):
    """The counts of a paired comparison: all pairs, and the discordant ones by direction."""

    total: int
    broken: int
    fixed: int

    @property
    def difference(self) -> float:
        """The pass rate of the candidate minus that of the baseline. Raises ZeroDivisionError without pairs."""
        return (self.fixed - self.broken) / self.total


def mcnemar_worse_p(broken: int, fixed: int) -> float:
    """Return the one-sided exact p-value against "the candidate breaks no more than it fixes" (McNemar 1947)."""
    return at_least(broken, broken + fixed, 0.5)


def difference_interval(pairs: Pairs, confidence: float = 0.95) -> Interval:
    """Return the score interval of the paired difference (Tango 1998, Statistics in Medicine 17:891).

    It is the set of differences the score test does not reject; it stays inside [-1, 1] and has a width even
    when no pair is discordant. Without pairs it is (-1, 1).
    """
    check_pairs(pairs)
    z = two_sided_z(confidence)
    if pairs.total == 0:
        return Interval(-1.0, 1.0)
    mirrored = Pairs(pairs.total, broken=pairs.fixed, fixed=pairs.broken)
    return Interval(_lower_end(pairs, z), -_lower_end(mirrored, z))


def score(pairs: Pairs, difference: float) -> float:
    """Return the score statistic of H0 "the true difference is `difference`"; positive when better than that.

    `difference` lies strictly between -1 and 1. Without any evidence against it the statistic is 0.
    """
    excess = pairs.fixed - pairs.broken - pairs.total * difference
    broken_rate = _broken_rate(pairs, difference)
    variance = pairs.total * (2 * broken_rate + difference * (1 - difference))
    if variance <= 0:
        return 0.0 if excess == 0 else copysign(inf, excess)
    return excess / sqrt(variance)


def check_pairs(pairs: Pairs) -> None:
    """Raise ValueError unless the counts can be a paired comparison."""
    if min(pairs) < 0 or pairs.broken + pairs.fixed > pairs.total:
        raise ValueError(f"discordant pairs must be among all pairs, found {pairs}")


def _broken_rate(pairs: Pairs, difference: float) -> float:
    """Return the most likely rate of broken pairs if the true difference is `difference` (Tango 1998, eq. 5)."""
    n, broken, fixed = pairs
    linear = -broken - fixed + (2 * n - fixed + broken) * difference
    constant = -broken * difference * (1 - difference)
    root = sqrt(max(0.0, linear * linear - 8 * n * constant))
    if linear > 0:
        return -2 * constant / (root + linear)
    return (root - linear) / (4 * n)


def _lower_end(pairs: Pairs, z: float) -> float:
    """Return the smallest difference whose score does not exceed `z`, by halving: the score falls with it."""
    low, high = -1.0, pairs.difference
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if score(pairs, middle) > z else (low, middle)
    return high
