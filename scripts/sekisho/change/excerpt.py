"""A long value before and after, cut down to the lines around every difference.

A text has its own lines, a list one line an item, a mapping one line a key; "…" stands for lines left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sekisho.change.plain import compact
from sekisho.text.difference import Step, steps

CONTEXT = 1
MOST_DIFFERENCES = 300
MOST_LINES = 20_000
LEFT_OUT = "…"


def excerpts(before: Any, after: Any, width: int) -> tuple[str, str] | None:
    """Return both values as the lines that differ and their neighbours, or None where that is more than `width`."""
    old, new = _lines(before), _lines(after)
    if max(len(old), len(new)) > MOST_LINES:
        return None
    found = steps(old, new, MOST_DIFFERENCES)
    sides = tuple("\n".join(_side(found, kind)) for kind in ("-", "+"))
    return (sides[0], sides[1]) if max(map(len, sides)) <= width else None


def _lines(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return value.split("\n")
    if isinstance(value, Mapping):
        return [f"{key}: {compact(item)}" for key, item in value.items()]
    if isinstance(value, Sequence):
        return [compact(item) for item in value]
    return [compact(value)]


def _side(found: Sequence[Step], kind: str) -> Iterator[str]:
    for number, step in enumerate(found):
        if step.kind == kind:
            yield from step.items
        elif step.kind == "=":
            yield from _context(step.items, first=number == 0, last=number == len(found) - 1)


def _context(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[str]:
    head, tail = 0 if first else CONTEXT, 0 if last else CONTEXT
    if len(lines) <= head + tail:
        yield from lines
        return
    yield from lines[:head]
    yield LEFT_OUT
    yield from lines[len(lines) - tail :]
