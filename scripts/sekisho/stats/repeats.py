"""Reliability over repeated trials: not whether a case can succeed, but whether it always does."""

from math import comb


def pass_hat_k(passed: int, trials: int, k: int) -> float | None:
    """Return the unbiased estimate of the probability that `k` further trials of a case all succeed (pass^k).

    `passed` of `trials` succeeded: C(passed, k) / C(trials, k) (Yao et al. 2024, tau-bench, arXiv 2406.12045,
    section 3). None where there are fewer than `k` trials. Raises ValueError for impossible counts.
    """
    if not (0 <= passed <= trials and k >= 1):
        raise ValueError(f"out of range: {passed=}, {trials=}, {k=}")
    return comb(passed, k) / comb(trials, k) if trials >= k else None
