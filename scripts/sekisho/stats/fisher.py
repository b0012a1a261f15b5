"""Two proportions from independent trials, compared exactly."""

from math import exp, fsum

from sekisho.stats.binomial import log_choose


def more_often_p(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Return the one-sided p-value against "the first fails no more often than the second"; each is (failures, trials).

    Fisher's exact test: with all margins fixed the failures of the first are hypergeometric, and the p-value is the
    chance of at least as many (Fisher 1934, Statistical Methods for Research Workers, 5th ed., section 21.02). Without
    trials on a side it is 1. Raises ValueError for more failures than trials.
    """
    (k, n), (other_k, other_n) = first, second
    if not (0 <= k <= n and 0 <= other_k <= other_n):
        raise ValueError(f"failures must lie between 0 and the number of trials, found {first} and {second}")
    failures, whole = k + other_k, log_choose(n + other_n, k + other_k)
    chances = (
        exp(log_choose(n, i) + log_choose(other_n, failures - i) - whole)
        for i in range(k, min(n, failures) + 1)
        if failures - i <= other_n
    )
    return min(1.0, fsum(chances))
