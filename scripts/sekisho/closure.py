"""Everything that can be reached along arrows."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Point = TypeVar("Point", bound=Hashable)


def closure(seeds: Iterable[Point], arrows: Mapping[Point, Iterable[Point]]) -> set[Point]:
    """Return the seeds and everything the arrows lead to from them, directly or through others."""
    found: set[Point] = set()
    waiting = list(seeds)
    while waiting:
        point = waiting.pop()
        if point not in found:
            found.add(point)
            waiting.extend(arrows.get(point, ()))
    return found
