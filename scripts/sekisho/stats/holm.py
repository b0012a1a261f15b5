"""Holm's step-down correction: several metrics may be looked at, and all errors together stay bounded."""

from collections.abc import Sequence
from itertools import accumulate


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return the adjusted p-values, in the order given (Holm 1979, Scandinavian Journal of Statistics 6:65).

    Rejecting where the adjusted value is <= alpha keeps the chance of any false rejection <= alpha, whatever the
    dependence between the tests.
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    scaled = (min(1.0, p_values[index] * (len(order) - rank)) for rank, index in enumerate(order))
    adjusted = dict(zip(order, accumulate(scaled, max), strict=True))
    return tuple(adjusted[index] for index in range(len(order)))
