"""The paired randomisation test: if nothing had changed, either side's answer could as well have been the other's.

It is exact for any figure under the hypothesis it tests, that the sides are exchangeable case by case, also with few
cases that differ, where a bootstrap's p-value is too small: three broken and none fixed give 1/8 and not 0.05.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import comb, prod

from sekisho.stats.dice import Dice

Swapped = Sequence[int]
"""For each kind of differing pair, how many of its pairs have their sides exchanged."""

_TIE = 1e-12


def randomisation_p(
    counts: Sequence[int], gain: Callable[[Swapped], float | None], *, seed: int, resamples: int = 2000
) -> float:
    """Return the one-sided p-value against "the candidate is no worse": small means that it is worse.

    `counts` are the pairs of each kind that differ; `gain` says how much better the candidate is after an exchange,
    None where that is not defined (counted against the claim). All exchanges are tried when there are at most
    `resamples`, else that many are drawn and the data counted as one more (Fisher 1935, section 21; Noreen 1989,
    chapter 2; for metrics of language Yeh 2000, COLING).
    """
    observed = gain([0] * len(counts))
    if observed is None:
        return 1.0
    limit = observed + _TIE * max(1.0, abs(observed))

    def as_bad(swapped: Swapped) -> bool:
        value = gain(swapped)
        return value is None or value <= limit

    if prod(count + 1 for count in counts) <= resamples:
        return min(1.0, sum(chance for swapped, chance in _all(counts) if as_bad(swapped)))
    dice = Dice(seed)
    hits = sum(as_bad([dice.binomial(count, 0.5) for count in counts]) for _ in range(resamples))
    return (hits + 1) / (resamples + 1)


def _all(counts: Sequence[int]) -> Iterator[tuple[Swapped, float]]:
    """Yield every exchange with its probability."""
    for swapped in product(*(range(count + 1) for count in counts)):
        ways = prod(comb(count, some) for count, some in zip(counts, swapped, strict=True))
        yield swapped, ways / 2 ** sum(counts)
