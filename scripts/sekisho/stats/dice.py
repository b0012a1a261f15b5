"""Seeded dice for resampling: they repeat, they keep no secret, and they throw many at once.

Resampling n things of u kinds needs only how often each kind was drawn: u numbers instead of n draws.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log, log1p
from random import Random

_SUCCESSES_WORTH_COUNTING = 50
_KIND_COSTS_DRAWS = 8


class Dice(Random):
    """A seeded generator: resampling needs dice that repeat, not dice that keep a secret."""

    def binomial(self, n: int, p: float) -> int:
        """Return how many of `n` throws succeed with probability `p` each. Raises ValueError outside [0, 1].

        Fair throws are bits. Few successes are counted by the waiting times between them; many by halving `n` at a
        beta-distributed order statistic until few are left (Devroye 1986, Non-Uniform Random Variate Generation,
        X.4.3 and X.4.4; Relles 1972). Exact up to the arithmetic.
        """
        if not 0 <= p <= 1:
            raise ValueError(f"a probability lies between 0 and 1, found {p}")
        if p == 0.5:
            return self.getrandbits(n).bit_count() if n else 0
        return n - self._rare(n, 1 - p) if p > 0.5 else self._rare(n, p)

    def multinomials(self, weights: Sequence[int], times: int) -> Iterator[list[int]]:
        """Yield `times` resamples of sum(`weights`) things with replacement: how often each kind was drawn."""
        total = sum(weights)
        if len(weights) * _KIND_COSTS_DRAWS > total:
            cumulative = list(accumulate(weights)) if total > len(weights) else None
            for _ in range(times):
                drawn = [0] * len(weights)
                for index in self.choices(range(len(weights)), cum_weights=cumulative, k=total):
                    drawn[index] += 1
                yield drawn
            return
        order = sorted(range(len(weights)), key=weights.__getitem__)
        for _ in range(times):
            yield self._multinomial(weights, order, total)

    def _multinomial(self, weights: Sequence[int], order: Sequence[int], total: int) -> list[int]:
        """Draw kind after kind, each given those before it; the last takes what is left."""
        drawn, draws, left = [0] * len(weights), total, total
        for index in order[:-1]:
            drawn[index] = self.binomial(draws, weights[index] / left)
            draws, left = draws - drawn[index], left - weights[index]
        drawn[order[-1]] = draws
        return drawn

    def _rare(self, n: int, p: float) -> int:
        successes = 0
        while n * p > _SUCCESSES_WORTH_COUNTING:
            middle = n // 2 + 1
            cut = self.betavariate(middle, n + 1 - middle)
            if cut <= p:
                successes, n, p = successes + middle, n - middle, (p - cut) / (1 - cut)
            else:
                n, p = middle - 1, p / cut
        return successes + (self._waiting(n, p) if p < 1 else n)

    def _waiting(self, n: int, p: float) -> int:
        """Count the successes among `n` throws by how long each is waited for."""
        if p <= 0:
            return 0
        scale, thrown, successes = log1p(-p), 0, -1
        while thrown <= n:
            thrown += int(log(1.0 - self.random()) / scale) + 1
            successes += 1
        return successes
