"""JSON text: read strictly (a key stands once), and where in it a value stands."""

import json
import math
import re
from json.decoder import scanstring  # type: ignore[attr-defined]  # part of the module, missing in its stubs
from typing import Any

from sekisho.model.base import Json
from sekisho.registry.document import Path

_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANKS = " \t\n\r"
_decode = json.JSONDecoder().raw_decode


class RepeatedKey(Exception):  # noqa: N818 - a finding in the making
    """A key that a mapping already has."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        raise RepeatedKey(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]  # the idiom of "first seen twice"
    return found


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def _finite(written: str) -> float:
    value = float(written)
    if math.isinf(value):
        raise ValueError(f"{written[:20]} is too large a number")
    return value


_read = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite).decode


def strictly(text: str) -> Json:
    """Return the value of a JSON text.

    Raises RepeatedKey, ValueError for what is no JSON or no text or number anybody could write back, RecursionError for
    absurd nesting.
    """
    value = _read(text)
    if "\\u" in text and _SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise ValueError("half of a surrogate pair")
    return value


def offset_of(text: str, path: Path, *, key: bool = False) -> int:
    """Return the offset of the value at `path` in valid JSON text (or of its key); where it ends, the last one."""
    at = _skip(text, 0)
    for step, part in enumerate(path):
        found = _in_object(text, at, part) if text[at] == "{" else _in_array(text, at, part)
        if found is None:
            break
        at = found[0] if key and step == len(path) - 1 else found[1]
    return at


def _in_object(text: str, at: int, wanted: str | int) -> tuple[int, int] | None:
    """Return where the key and the value of a member stand."""
    at = _skip(text, at + 1)
    while text[at] == '"':
        name, end = scanstring(text, at + 1)
        value = _skip(text, _skip(text, end) + 1)
        if name == wanted:
            return at, value
        at = _next(text, value)
    return None


def _in_array(text: str, at: int, wanted: str | int) -> tuple[int, int] | None:
    if text[at] != "[" or not isinstance(wanted, int):
        return None
    at = _skip(text, at + 1)
    for _ in range(wanted):
        if text[at] == "]":
            return None
        at = _next(text, at)
    return (at, at) if text[at] != "]" else None


def _next(text: str, at: int) -> int:
    """Return where the item after the one at `at` stands; at the last one, where its container ends."""
    _, end = _decode(text, at)
    end = _skip(text, end)
    return _skip(text, end + 1) if text[end] == "," else end


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at
