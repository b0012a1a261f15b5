"""The differences of two files of recorded answers: by key, because a line's place means nothing.

Added answers accompany a change of behaviour and are no change by themselves; an answer that is gone or different
alters what both sides are judged on.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sekisho.change.edits import FieldEdit
from sekisho.change.plain import compact
from sekisho.model.change import Operation

Lines = Mapping[str, tuple[str, ...]]


def recorded(text: str) -> dict[str, tuple[str, ...]]:
    """Return the answers of a recordings file as canonical lines by key. Raises ValueError for what is no answer."""
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            value = _answer(line)
            if value is None:
                raise ValueError(f"line {number} is no recorded answer")
            found[value["key"]] = (*found.get(value["key"], ()), compact(value))
    return found


def recording_edits(before: str, after: str) -> Iterator[FieldEdit]:
    """Yield at most three edits: answers added, removed and altered. Raises ValueError as `recorded` does."""
    old, new = recorded(before), recorded(after)
    if added := sorted(new.keys() - old.keys()):
        makers = ", ".join(sorted({_engine(new[key][0]) for key in added}))
        yield FieldEdit((), Operation.ADDED, note=f"recorded answers added: {len(added)}, recorded by {makers}")
    if removed := sorted(old.keys() - new.keys()):
        yield FieldEdit((), Operation.REMOVED, note=f"recorded answers removed: {_listed(removed)}")
    if altered := sorted(key for key in old.keys() & new.keys() if sorted(set(old[key])) != sorted(set(new[key]))):
        yield FieldEdit((), Operation.CHANGED, note=f"recorded answers altered: {_listed(altered)}")


def _answer(line: str) -> Any:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and isinstance(value.get("key"), str) else None


def _engine(line: str) -> str:
    value: Any = json.loads(line).get("engine")
    return value if isinstance(value, str) and value else "an unnamed engine"


def _listed(keys: list[str]) -> str:
    shown = ", ".join(key[:12] for key in keys[:3])
    return f"{len(keys)} ({shown}{', …' if len(keys) > 3 else ''})"
