"""Paired bootstrap over conversations: turns of one conversation fail together, so whole conversations are drawn.

Equal conversations are counted, not repeated, so that the cost is that of the kinds there are. Few or identical
conversations understate the uncertainty: a regression that no conversation shows appears in no resample
(`stats.detectable` says what could have been seen, `stats.randomisation` tests).
"""

from collections.abc import Callable, Sequence
from math import floor

from sekisho.stats.dice import Dice
from sekisho.stats.interval import Interval


def bootstrap_interval(
    weights: Sequence[int],
    figure: Callable[[Sequence[int]], float | None],
    *,
    seed: int,
    resamples: int,
    shares: tuple[float, float],
) -> Interval | None:
    """Return the percentile interval of `figure` between the quantiles `shares` of its resamples.

    `weights` says how many conversations there are of each kind; `figure` computes the estimate from such counts, None
    where it is undefined. Each resample draws sum(`weights`) conversations with replacement. Method: Efron & Tibshirani
    1993, chapter 13. There is no interval under two conversations, nor where the data or every resample is undefined.
    Equal arguments give equal results.
    """
    if sum(weights) < 2 or figure(weights) is None:
        return None
    drawn = (figure(picked) for picked in Dice(seed).multinomials(weights, resamples))
    replicates = sorted(value for value in drawn if value is not None)
    return Interval(*(_quantile(replicates, share) for share in shares)) if replicates else None


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Return the quantile with linear interpolation between order statistics."""
    position = share * (len(ordered) - 1)
    below = floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])
