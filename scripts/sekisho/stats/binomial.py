"""Exact statements about k successes in n independent trials."""

from math import lgamma, sqrt

from sekisho.stats.beta import inverse_regularised_beta, regularised_beta
from sekisho.stats.interval import Interval, two_sided_z


def log_factorial(n: int) -> float:
    """Return ln n!. Raises ValueError for a negative n."""
    return lgamma(n + 1)


def log_choose(n: int, k: int) -> float:
    """Return the logarithm of the number of k-subsets of n things, 0 <= k <= n."""
    return log_factorial(n) - log_factorial(k) - log_factorial(n - k)


def at_least(k: int, n: int, p: float) -> float:
    """Return P(X >= k) for X ~ Binomial(n, p) (DLMF 8.17.5)."""
    if k <= 0:
        return 1.0
    return 0.0 if k > n else regularised_beta(p, k, n - k + 1)


def clopper_pearson(k: int, n: int, confidence: float = 0.95) -> Interval:
    """Return the exact interval of a proportion (Clopper & Pearson 1934); (0, 1) for no trials."""
    _check(k, n)
    tail = (1 - confidence) / 2
    return Interval(
        low=0.0 if k == 0 else inverse_regularised_beta(tail, k, n - k + 1),
        high=1.0 if k == n else 1 - inverse_regularised_beta(tail, n - k, k + 1),
    )


def wilson(k: int, n: int, confidence: float = 0.95) -> Interval:
    """Return the score interval of a proportion (Wilson 1927, JASA 22:209); (0, 1) for no trials."""
    _check(k, n)
    if n == 0:
        return Interval(0.0, 1.0)
    z = two_sided_z(confidence)
    centre = (k + z * z / 2) / (n + z * z)
    half = z * sqrt(k * (n - k) / n + z * z / 4) / (n + z * z)
    return Interval(0.0 if k == 0 else centre - half, 1.0 if k == n else centre + half)


def _check(k: int, n: int) -> None:
    if not 0 <= k <= n:
        raise ValueError(f"successes must lie between 0 and the number of trials, found {k} of {n}")
