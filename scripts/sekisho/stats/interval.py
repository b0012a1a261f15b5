"""A closed range of plausible values, and the normal quantile that most of them are built with."""

from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """A confidence interval, both ends included, in the unit of the estimate it belongs to."""

    low: float
    high: float


@lru_cache(maxsize=64)
def normal_quantile(p: float) -> float:
    """Return z with P(Z <= z) = `p` for a standard normal Z (Wichura, AS 241). Raises ValueError unless 0 < p < 1."""
    return NormalDist().inv_cdf(p)


def two_sided_z(confidence: float) -> float:
    """Return z with P(|Z| <= z) = `confidence`. Raises ValueError unless 0 < confidence < 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, found {confidence}")
    return -normal_quantile((1 - confidence) / 2)
