"""Seeded dice for resampling: they repeat, they keep no secret, and they throw many at once.

Resampling n things of u kinds needs only how often each kind was drawn: u numbers instead of n draws.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import floor, lgamma, log, log1p, sqrt
from random import Random

_SUCCESSES_WORTH_COUNTING = 10
_KIND_COSTS_DRAWS = 8


class Dice(Random):
    """A seeded generator: resampling needs dice that repeat, not dice that keep a secret."""

    def binomial(self, n: int, p: float) -> int:
        """Return how many of `n` throws succeed with probability `p` each. Raises ValueError outside [0, 1].

        Fair throws are bits. Few successes are counted by the waiting times between them (Devroye 1986, Non-Uniform
        Random Variate Generation, X.4.3), many are drawn by transformed rejection (Hörmann 1993, Journal of
        Statistical Computation and Simulation 46:101, algorithm BTRS). Exact up to the arithmetic.
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
        return self._waiting(n, p) if n * p < _SUCCESSES_WORTH_COUNTING else self._rejecting(n, p)

    def _rejecting(self, n: int, p: float) -> int:
        """Draw from a hat over the distribution until one falls under it; `n` * `p` >= 10 and `p` <= 1/2."""
        spread, mode = sqrt(n * p * (1 - p)), floor((n + 1) * p)
        width = 1.15 + 2.53 * spread
        tail = -0.0873 + 0.0248 * width + 0.01 * p
        scale, odds = (2.83 + 5.1 / width) * spread, log(p / (1 - p))
        height = lgamma(mode + 1) + lgamma(n - mode + 1)
        while True:
            place, level = self.random() - 0.5, 1.0 - self.random()
            room = 0.5 - abs(place)
            drawn = floor((2 * tail / room + width) * place + n * p + 0.5) if room else -1
            if not 0 <= drawn <= n:
                continue
            if room >= 0.07 and level <= 0.92 - 4.2 / width:
                return drawn
            under = height - lgamma(drawn + 1) - lgamma(n - drawn + 1) + (drawn - mode) * odds
            if log(level * scale / (tail / (room * room) + width)) <= under:
                return drawn

    def _waiting(self, n: int, p: float) -> int:
        """Count the successes among `n` throws by how long each is waited for."""
        if p <= 0:
            return 0
        scale, thrown, successes = log1p(-p), 0, -1
        while thrown <= n:
            thrown += int(log(1.0 - self.random()) / scale) + 1
            successes += 1
        return successes
