"""The shortest way from one sequence to another, in time bounded by how far apart they are.

The greedy algorithm of Myers 1986 (Algorithmica 1, pages 251 to 266), section 4. Texts of others are
compared with it, so the number of differences has a limit: beyond it two sequences are simply different.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Kind = Literal["=", "-", "+"]


Tagged = tuple[Kind, str]


class Step(NamedTuple):
    """A run of items that both sequences have ("="), only the first ("-"), or only the second ("+")."""

    kind: Kind
    items: tuple[str, ...]


def steps(before: Sequence[str], after: Sequence[str], limit: int) -> list[Step]:
    """Return the runs that lead from `before` to `after`; removals come before additions.

    With more than `limit` removals and additions the middle, between what both begin and end with, is replaced whole.
    Time is O((N + M) * limit), memory O(limit ** 2).
    """
    start, end = _shared(before, after)
    old, new = tuple(before[start : len(before) - end]), tuple(after[start : len(after) - end])
    trace = _trace(old, new, limit)
    middle = [*_all("-", old), *_all("+", new)] if trace is None else _path(old, new, trace)
    return _runs([*_all("=", before[:start]), *middle, *_all("=", before[len(before) - end :])])


def _all(kind: Kind, items: Sequence[str]) -> list[Tagged]:
    return [(kind, item) for item in items]


def _shared(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Return how many items both have at the start and, beyond those, at the end."""
    most = min(len(before), len(after))
    start = next((at for at in range(most) if before[at] != after[at]), most)
    most -= start
    end = next((at for at in range(most) if before[-1 - at] != after[-1 - at]), most)
    return start, end


def _trace(old: Sequence[str], new: Sequence[str], limit: int) -> list[dict[int, int]] | None:
    """Return the furthest points reached with 0, 1, 2, ... differences, by diagonal; None beyond `limit`."""
    reached = {1: 0}
    trace = []
    for size in range(min(limit, len(old) + len(new)) + 1):
        trace.append(dict(reached))
        for diagonal in range(-size, size + 1, 2):
            x = _step(reached, diagonal, size)
            while x < len(old) and 0 <= x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            reached[diagonal] = x
            if (x, x - diagonal) == (len(old), len(new)):
                return trace
    return None


def _step(reached: dict[int, int], diagonal: int, size: int) -> int:
    """Return where the diagonal begins: below the upper neighbour, or right of the lower one."""
    if _from_above(reached, diagonal, size):
        return reached[diagonal + 1]
    return reached[diagonal - 1] + 1


def _from_above(reached: dict[int, int], diagonal: int, size: int) -> bool:
    return diagonal == -size or (diagonal != size and reached[diagonal - 1] < reached[diagonal + 1])


def _path(old: Sequence[str], new: Sequence[str], trace: list[dict[int, int]]) -> list[Tagged]:
    """Walk back from the end through the points reached."""
    found: list[Tagged] = []
    x, y = len(old), len(new)
    for size in range(len(trace) - 1, -1, -1):
        reached, diagonal = trace[size], x - y
        added = _from_above(reached, diagonal, size)
        start = _step(reached, diagonal, size)
        while x > start:
            x, y = x - 1, y - 1
            found.append(("=", old[x]))
        if size:
            x, y = (x, y - 1) if added else (x - 1, y)
            found.append(("+", new[y]) if added else ("-", old[x]))
    return found[::-1]


def _runs(items: Sequence[Tagged]) -> list[Step]:
    """Join neighbours of one kind; between two equal runs all removals come before all additions."""
    found: list[Step] = []
    held: dict[Kind, list[str]] = {"=": [], "-": [], "+": []}

    def close(*kinds: Kind) -> None:
        for kind in kinds:
            if held[kind]:
                found.append(Step(kind, tuple(held[kind])))
                held[kind].clear()

    for kind, item in items:
        close("-", "+") if kind == "=" else close("=")
        held[kind].append(item)
    close("=", "-", "+")
    return found
