"""Summaries of measured values; what was not measured is None, never 0."""

from collections.abc import Sequence
from math import fsum

P95_MINIMUM = 20
"""Under this many samples the 95th percentile is the maximum, and would be mistaken for more."""


def nearest_rank(values: Sequence[float], percent: int) -> float | None:
    """Return the smallest value with at least `percent` % of all values at or below it; None without values.

    Raises ValueError unless 1 <= percent <= 100.
    """
    if not 1 <= percent <= 100:
        raise ValueError(f"percent must lie between 1 and 100, found {percent}")
    if not values:
        return None
    return sorted(values)[-(-percent * len(values) // 100) - 1]


def p50(values: Sequence[float]) -> float | None:
    """Return the 50th percentile by nearest rank: always one of the values."""
    return nearest_rank(values, 50)


def p95(values: Sequence[float]) -> float | None:
    """Return the 95th percentile by nearest rank, None under 20 samples."""
    return nearest_rank(values, 95) if len(values) >= P95_MINIMUM else None


def mean(values: Sequence[float]) -> float | None:
    """Return the arithmetic mean, None without values."""
    return fsum(values) / len(values) if values else None
