"""Agreement of two raters beyond chance, from a square table of counts: one rater's categories by the other's."""

from collections.abc import Sequence
from math import fsum, sqrt
from typing import NamedTuple

from sekisho.stats.interval import Interval, two_sided_z

Table = Sequence[Sequence[int]]


class Kappa(NamedTuple):
    """Cohen's kappa and its interval."""

    value: float
    interval: Interval


def cohen_kappa(table: Table, confidence: float = 0.95) -> Kappa | None:
    """Return kappa = (p_o - p_e) / (1 - p_e) (Cohen 1960, Educational and Psychological Measurement 20:37).

    The interval is kappa +- z * SE, cut to [-1, 1], with the large-sample standard error of Fleiss, Cohen & Everitt
    (1969, Psychological Bulletin 72:323); with complete agreement SE is 0, and under about 30 ratings it is
    too narrow. None where kappa is undefined: no ratings, or both raters always say the same one thing.
    Raises ValueError for a table that is not square or has a negative count.
    """
    _check(table)
    count = sum(map(sum, table))
    if not count:
        return None
    share = [[cell / count for cell in row] for row in table]
    rows, columns = [fsum(row) for row in share], [fsum(column) for column in zip(*share, strict=True)]
    observed = fsum(share[i][i] for i in range(len(table)))
    expected = fsum(row * column for row, column in zip(rows, columns, strict=True))
    if any(sum(row) == count == row[i] for i, row in enumerate(table)):
        return None
    kappa = (observed - expected) / (1 - expected)
    half = two_sided_z(confidence) * sqrt(_variance(share, rows, columns, kappa) / count) / (1 - expected)
    return Kappa(kappa, Interval(max(-1.0, kappa - half), min(1.0, kappa + half)))


def _variance(share: Sequence[Sequence[float]], rows: Sequence[float], columns: Sequence[float], kappa: float) -> float:
    """Return n (1 - p_e)^2 times the variance of kappa (Fleiss, Cohen & Everitt 1969), never under 0."""
    size, rest = range(len(share)), 1 - kappa
    expected = fsum(rows[i] * columns[i] for i in size)
    agreeing = fsum(share[i][i] * (1 - (rows[i] + columns[i]) * rest) ** 2 for i in size)
    differing = fsum(share[i][j] * (columns[i] + rows[j]) ** 2 for i in size for j in size if i != j)
    return max(0.0, agreeing + rest**2 * differing - (kappa - expected * rest) ** 2)


def _check(table: Table) -> None:
    if any(len(row) != len(table) for row in table) or any(cell < 0 for row in table for cell in row):
        raise ValueError(f"agreement needs a square table of counts, found {table!r}")
