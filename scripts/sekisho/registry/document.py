"""A parsed file: its plain data, and where every key and value of it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sekisho.model.base import Json

Path = tuple[str | int, ...]
"""Keys and indexes from the root of a document to a value in it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text: line and column counted from 1, and the span [start, end) in bytes of its UTF-8."""

    line: int = 1
    column: int = 1
    start: int = 0
    end: int = 0


class Document:
    """The data of one file. Positions are looked up in the parser's own events, when somebody asks."""

    __slots__ = ("_places", "_root", "data", "text")

    def __init__(self, text: str, data: Json, root: Any, places: dict[int, Any]) -> None:
        """`places`: id of a container -> its values' events (a list) or key -> (key event, value event) (a mapping)."""
        self.text = text
        self.data = data
        self._root = root
        self._places = places

    def spot(self, path: Path, *, key: bool = False) -> Spot:
        """Return where the value at `path` stands (or its key); where the path ends early, the last value on it."""
        return self._spot_of(self._event(path, key=key))

    def places(self) -> Iterator[tuple[Path, tuple[int, int]]]:
        """Yield the path of every key and list item with its line and column, counted from 1."""
        yield from self._below((), self.data)

    def _below(self, path: Path, data: Json) -> Iterator[tuple[Path, tuple[int, int]]]:
        parts = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
        for part in parts:
            mark = self._event((*path, part), key=isinstance(data, dict)).start_mark
            yield (*path, part), (mark.line + 1, mark.column + 1)
            yield from self._below((*path, part), data[part])

    def line_column(self, path: Path) -> tuple[int, int]:
        """Return line and column of the value at `path`, counted from 1."""
        mark = self._event(path, key=False).start_mark
        return mark.line + 1, mark.column + 1

    def is_plain(self, path: Path) -> bool:
        """Say whether the value at `path` is a scalar written without quotes."""
        event = self._event(path, key=False)
        return hasattr(event, "value") and not event.style

    def written(self, path: Path) -> str:
        """Return the scalar at `path` as it was written, before any conversion."""
        return str(getattr(self._event(path, key=False), "value", ""))

    def _event(self, path: Path, *, key: bool) -> Any:
        event, data = self._root, self.data
        for step, part in enumerate(path):
            place = self._places.get(id(data))
            if place is None or not _has(data, part):
                break
            last = step == len(path) - 1
            event = place[part][0 if key and last else 1] if isinstance(place, dict) else place[part]
            data = data[part]
        return event

    def _spot_of(self, event: Any) -> Spot:
        start, end = event.start_mark, event.end_mark
        first = len(self.text[: start.index].encode("utf-8"))
        return Spot(
            start.line + 1, start.column + 1, first, first + len(self.text[start.index : end.index].encode("utf-8"))
        )

    def inside(self, path: Path, offset: int) -> Spot:
        """Return where character `offset` of the string at `path` stands.

        Exact for literal blocks and for one-line scalars without escapes; the scalar's start for others.
        """
        event = self._event(path, key=False)
        outer = self._spot_of(event)
        written = self.text[event.start_mark.index : event.end_mark.index]
        value = str(getattr(event, "value", ""))
        before = value[:offset]
        if written.startswith("|"):
            return _in_block(outer, written, before)
        if value and value in written and "\n" not in before:
            shift = written.index(value) + offset
            return Spot(outer.line, outer.column + shift, outer.start, outer.end)
        return outer


def _in_block(outer: Spot, written: str, before: str) -> Spot:
    lines = written.split("\n")
    body = next((line for line in lines[1:] if line.strip()), "")
    indent = len(body) - len(body.lstrip(" "))
    column = len(before) - (before.rfind("\n") + 1)
    return Spot(outer.line + 1 + before.count("\n"), indent + column + 1, outer.start, outer.end)


def _has(data: Json, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(part, int) and 0 <= part < len(data)
