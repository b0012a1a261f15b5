"""Counting slots turn by turn. Empty against empty adds nothing; a wrong value is both a miss and an extra one."""

from collections.abc import Iterable
from typing import NamedTuple

from sekisho.model.run import CaseResult, Check

PREFIX = "slots."


class SlotCounts(NamedTuple):
    """Right values, misses (empty), over-extractions (should be empty) and substitutions (another value)."""

    right: int = 0
    missed: int = 0
    over: int = 0
    substituted: int = 0

    @property
    def f1(self) -> float | None:
        """2 TP / (2 TP + FP + FN), None where there was neither a golden nor a predicted value."""
        top, bottom = self.f1_parts
        return top / bottom if bottom else None

    @property
    def f1_parts(self) -> tuple[float, float]:
        """Numerator and denominator of the F1; a substitution is a false positive and a false negative."""
        top = 2 * self.right
        return float(top), float(top + self.missed + self.over + 2 * self.substituted)


def slots_of(result: CaseResult) -> list[tuple[str, SlotCounts]]:
    """Return the slot and the count of each slot check of a turn; the state at the end is not counted again."""
    return [
        (check.field.removeprefix(PREFIX), _count(check))
        for check in result.checks
        if check.turn is not None and check.field.startswith(PREFIX)
    ]


def total(counts: Iterable[SlotCounts]) -> SlotCounts:
    """Return the sum of all counts."""
    return SlotCounts(*map(sum, zip(*counts, strict=True))) if (counts := list(counts)) else SlotCounts()


def _count(check: Check) -> SlotCounts:
    if check.expected is None:
        return SlotCounts(over=int(check.observed is not None))
    if check.observed is None:
        return SlotCounts(missed=1)
    return SlotCounts(right=1) if check.passed else SlotCounts(substituted=1)
