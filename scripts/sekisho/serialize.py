"""Canonical JSON: equal values give equal bytes, so digests are identities.

Keys are sorted by code point and numbers are written as Python does; RFC 8785 differs in both where keys leave the
Basic Multilingual Plane or a float is whole, so digests are ours and not another program's.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from sekisho.model.base import is_lazy


def plain(value: Any) -> Any:
    """Return a model as JSON types, and anything else as it is."""
    return value.model_dump(mode="json", by_alias=True) if isinstance(value, BaseModel) else value


def _model(value: Any) -> Any:
    if not isinstance(value, BaseModel):
        raise TypeError(f"JSON cannot say {type(value).__name__}")
    return plain(value)


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_model
).encode


def canonical_json(value: Any) -> str:
    """Serialise with sorted keys, no white space and no escapes of printable characters.

    Raises ValueError for NaN and infinities, TypeError for what JSON cannot say.
    """
    return _WRITERS[type(value)](value)


Writer = Callable[[Any], str]


class _Writers(dict[type, Writer]):
    """What writes values of a type, found when the first one comes."""

    def __missing__(self, kind: type) -> Writer:
        found = self[kind] = _model_writer(kind) if issubclass(kind, BaseModel) else _writer(kind)
        return found


def _writer(kind: type) -> Writer:
    """Return what writes values of a type that is no model; `json` itself writes what lines have little of."""
    if issubclass(kind, date):
        return lambda value: _encode(to_jsonable_python(value))
    if issubclass(kind, Mapping):
        return lambda value: _encode(dict(value)) if value else "{}"
    return next((writer for known, writer in _WRITERS.items() if issubclass(kind, known)), _encode)


def _model_writer(model: type[BaseModel]) -> Writer:
    """Return what writes a model by a template with its sorted keys."""
    names = sorted((field.serialization_alias or name, name) for name, field in model.model_fields.items())
    template = f"{{{','.join(_encode(written).replace('%', '%%') + ':%s' for written, _ in names)}}}"
    attributes = [name for _, name in names]

    def write(value: BaseModel) -> str:
        parts = map(value.__dict__.__getitem__, attributes)
        return template % tuple([_WRITERS[type(part)](part) for part in parts])

    return write


def _list(value: Sequence[Any]) -> str:
    return f"[{','.join([_WRITERS[type(part)](part) for part in value])}]" if value else "[]"


_WRITERS = _Writers(
    {
        str: encode_basestring,
        type(None): {None: "null"}.__getitem__,
        bool: {True: "true", False: "false"}.__getitem__,
        int: int.__repr__,
        float: lambda value: float.__repr__(value) if isfinite(value) else _encode(value),
        list: _list,
        tuple: _list,
    }
)


def digest(value: Any) -> str:
    """Return the sha256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()


def pretty_json(value: Any) -> str:
    """Serialise for people and files: indented, in field order, with a final newline."""
    return _pretty(value) + "\n"


def pretty_chunks(value: Any) -> Iterator[str]:
    """Yield `pretty_json(value)` in pieces; sequences of a model that are read on use are written item by item."""
    fields = {name: getattr(value, name) for name in type(value).model_fields} if isinstance(value, BaseModel) else {}
    lazy = {name for name, found in fields.items() if is_lazy(found)}
    if not lazy:
        yield pretty_json(value)
        return
    rest = value.model_dump(mode="json", by_alias=True, exclude=lazy)
    before = "{"
    for name, field in type(value).model_fields.items():
        key = field.serialization_alias or name
        yield f"{before}\n  {_encode(key)}: "
        yield from _items(fields[name]) if name in lazy else [_pretty(rest[key], "  ")]
        before = ","
    yield "\n}\n"


def _items(items: Iterable[Any]) -> Iterator[str]:
    """Yield a list that stands one level deep."""
    before = "["
    for item in items:
        yield f"{before}\n    {_pretty(item, '    ')}"
        before = ","
    yield "[]" if before == "[" else "\n  ]"


def _pretty(value: Any, margin: str = "") -> str:
    """Serialise what stands `margin` deep. A line break is always one between two values: strings have none."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=_model)
    return text.replace("\n", f"\n{margin}") if margin else text
