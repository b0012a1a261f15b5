"""The differences of two documents, field by field. Formatting and key order never differ, except where order acts."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.change.alignment import Alignment, positions, values
from sekisho.change.fields import MISSING, FieldPath
from sekisho.change.plain import same
from sekisho.change.shapes import is_record, ordered, shape_of
from sekisho.model.base import Json
from sekisho.model.change import Operation
from sekisho.model.ref import Kind


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One difference; `note` replaces the usual summary of before and after."""

    path: FieldPath
    operation: Operation
    before: Json = None
    after: Json = None
    note: str = ""


def edits(kind: Kind, before: Json, after: Json) -> Iterator[FieldEdit]:
    """Yield the differences of two documents of one kind in a fixed order; documents that mean the same yield none."""
    yield from _walk(kind, (), ordered(kind, before), ordered(kind, after))


def _walk(kind: Kind, path: FieldPath, before: Any, after: Any) -> Iterator[FieldEdit]:
    if same(before, after) or _same_schema(kind, path, before, after):
        return
    alignment = _aligned(kind, path, before, after)
    if alignment is not None:
        yield from _items(kind, path, alignment)
    elif _opens(kind, path, before, after):
        old, new = _mapping(before), _mapping(after)
        for key in sorted({*old, *new}, key=str):
            yield from _walk(kind, (*path, str(key)), old.get(key, MISSING), new.get(key, MISSING))
    else:
        yield _edit(path, before, after)


def _items(kind: Kind, path: FieldPath, alignment: Alignment) -> Iterator[FieldEdit]:
    for remark in alignment.remarks:
        where = (*path, remark.label) if remark.label else path
        yield FieldEdit(where, Operation.CHANGED, remark.before, remark.after, remark.note)
    for pair in alignment.pairs:
        where = (*path, pair.label)
        if pair.before is MISSING or pair.after is MISSING:
            yield _edit(where, pair.before, pair.after)
        else:
            yield from _walk(kind, where, pair.before, pair.after)


def _aligned(kind: Kind, path: FieldPath, before: Any, after: Any) -> Alignment | None:
    shape = shape_of(kind, path)
    if shape is not None:
        old, new = ([] if side is MISSING else side for side in (before, after))
        return shape.align(old, new) if isinstance(old, list) and isinstance(new, list) else None
    if not isinstance(before, list) or not isinstance(after, list):
        return None
    return positions(before, after) if _mappings(before) and _mappings(after) else values(before, after)


def _mappings(items: Sequence[Any]) -> bool:
    return all(isinstance(item, Mapping) for item in items)


def _opens(kind: Kind, path: FieldPath, before: Any, after: Any) -> bool:
    """Whether the difference lies inside: both are mappings, or one is and the other is not there."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return True
    one_sided = before is MISSING or after is MISSING
    return one_sided and bool(_mapping(before) or _mapping(after)) and not is_record(kind, path)


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}


def _edit(path: FieldPath, before: Any, after: Any) -> FieldEdit:
    if before is MISSING:
        return FieldEdit(path, Operation.ADDED, None, after)
    if after is MISSING:
        return FieldEdit(path, Operation.REMOVED, before, None)
    return FieldEdit(path, Operation.CHANGED, before, after)


def _same_schema(kind: Kind, path: FieldPath, before: Any, after: Any) -> bool:
    """Whether two texts hold the same JSON Schema; the order of its keys counts, models write fields in that order."""
    if kind is not Kind.PROMPT or path != ("jsonSchema",) or not isinstance(before, str) or not isinstance(after, str):
        return False
    try:
        return json.dumps(json.loads(before)) == json.dumps(json.loads(after))
    except (ValueError, RecursionError):
        return False
