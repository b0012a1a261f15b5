"""Exact tests of a paired difference against a margin: "no worse than the margin allows", and its opposite.

With a margin no conditional test is free of nuisance parameters, so the tests are unconditional: the outcome
(broken, fixed) of n pairs is trinomial, outcomes are ordered by the score statistic, and the p-value is the largest
chance, over every discordance the null hypothesis allows, of an outcome at least as extreme as the observed one
(Hsueh, Liu & Chen 2001, Biometrics 57:478; Berger & Sidik 2003, Statistical Methods in Medical Research 12:91).
The score falls with every broken and rises with every fixed pair, so the worst case lies on the boundary of the null
hypothesis and only the discordance is searched: on a grid, then by golden section around the best point.

Another margin orders the outcomes anew: the p-value mostly, not always, falls as the margin grows.
"""

from collections.abc import Callable, Sequence
from math import sqrt

from sekisho.stats.binomial import at_most, pmf
from sekisho.stats.mcnemar import Pairs, check_pairs, score

_GRID = 40
_REFINEMENTS = 12
_NEGLIGIBLE = 1e-13
_TIE = 1e-9


def noninferiority_p(pairs: Pairs, margin: float) -> float:
    """Return the p-value against "the candidate is worse by `margin` or more"; small means: it is not.

    `margin` is a difference of pass rates, -1 < margin < 1. Raises ValueError for impossible counts or margins.
    """
    return _exact_p(pairs, -margin)


def inferiority_p(pairs: Pairs, margin: float) -> float:
    """Return the p-value against "the candidate is worse by no more than `margin`"; small means: it is worse.

    Both this and `noninferiority_p` large means: too few pairs to tell.
    """
    return _exact_p(Pairs(pairs.total, broken=pairs.fixed, fixed=pairs.broken), margin)


def _exact_p(pairs: Pairs, bound: float) -> float:
    """Return the p-value of H0 "the difference is at most `bound`" against "it is larger"."""
    check_pairs(pairs)
    if not -1 < bound < 1:
        raise ValueError(f"a margin must lie strictly between -1 and 1, found {abs(bound)}")
    if pairs.total == 0:
        return 1.0
    limits = _extreme_region(pairs, bound)
    low, high = max(0.0, -bound), (1 - bound) / 2
    return min(1.0, _maximum(lambda t: _chance(limits, low + (high - low) * t * t, bound)))


def _extreme_region(pairs: Pairs, bound: float) -> list[int]:
    """Return, for each number of fixed pairs, the most broken pairs that are as extreme as `pairs`; -1 for none."""
    observed = score(pairs, bound) - _TIE
    limits, broken = [], -1
    for fixed in range(pairs.total + 1):
        room = pairs.total - fixed
        while broken < room and score(Pairs(pairs.total, broken + 1, fixed), bound) >= observed:
            broken += 1
        limits.append(min(broken, room))
    return limits


def _chance(limits: Sequence[int], broken_rate: float, bound: float) -> float:
    """Return the probability of the region when the true difference is `bound` and `broken_rate` of pairs break."""
    n, fixed_rate = len(limits) - 1, broken_rate + bound
    share = min(1.0, broken_rate / (1 - fixed_rate))
    chance = 0.0
    for fixed, limit in enumerate(limits):
        weight = pmf(fixed, n, fixed_rate) if limit >= 0 else 0.0
        if weight > _NEGLIGIBLE:
            chance += weight * at_most(limit, n - fixed, share)
    return chance


def _maximum(function: Callable[[float], float]) -> float:
    """Return the largest value of `function` on [0, 1]: the best of a grid, refined between its neighbours."""
    values = [function(i / _GRID) for i in range(_GRID + 1)]
    best = max(range(_GRID + 1), key=values.__getitem__)
    low, high = max(0, best - 1) / _GRID, min(_GRID, best + 1) / _GRID
    golden = (sqrt(5) - 1) / 2
    peak = values[best]
    for _ in range(_REFINEMENTS):
        left, right = high - golden * (high - low), low + golden * (high - low)
        at_left, at_right = function(left), function(right)
        low, high = (low, right) if at_left >= at_right else (left, high)
        peak = max(peak, at_left, at_right)
    return peak
