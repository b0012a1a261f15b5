"""Counting slots turn by turn. Empty against empty adds nothing; a wrong value is both a miss and an extra one."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from sekisho.evaluation.metrics.seen import Seen
from sekisho.model.run import Check

HEAD = "slots"
PREFIX = f"{HEAD}."


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

    def plus(self, other: "SlotCounts", times: int = 1) -> "SlotCounts":
        """Return these counts and `times` the others."""
        return SlotCounts(*(mine + times * theirs for mine, theirs in zip(self, other, strict=True)))


NOTHING, OVER, MISSED = SlotCounts(), SlotCounts(over=1), SlotCounts(missed=1)
RIGHT, SUBSTITUTED = SlotCounts(right=1), SlotCounts(substituted=1)


def slots_of(seen: Seen) -> Sequence[tuple[str, SlotCounts]]:
    """Return the slot and the count of each slot check of a turn; the state at the end is not counted again."""
    return seen.once("slots", _read)


def total(counts: Iterable[SlotCounts]) -> SlotCounts:
    """Return the sum of all counts."""
    return SlotCounts(*map(sum, zip(*counts, strict=True))) if (counts := list(counts)) else SlotCounts()


def _read(seen: Seen) -> Sequence[tuple[str, SlotCounts]]:
    return [
        _sample(check.field.removeprefix(PREFIX), _count(check))
        for check in seen.checks(HEAD)
        if check.turn is not None and check.field.startswith(PREFIX)
    ]


@lru_cache(maxsize=4096)
def _sample(slot: str, counts: SlotCounts) -> tuple[str, SlotCounts]:
    """Return one value for equal samples: a large run has few kinds of them."""
    return slot, counts


def _count(check: Check) -> SlotCounts:
    if check.expected is None:
        return NOTHING if check.observed is None else OVER
    if check.observed is None:
        return MISSED
    return RIGHT if check.passed else SUBSTITUTED
