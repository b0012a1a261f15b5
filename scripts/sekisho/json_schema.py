"""The subset of JSON Schema that tools and structured answers are written in, checked without a library.

Keywords: type, enum, const, properties, required, additionalProperties, items, and the bounds of strings, numbers and
lists; title, description, default, examples and format say nothing here. Any other keyword is a mistake, because it
would be ignored in silence. Patterns are limited so that matching takes bounded time.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.model.base import Json

Path = tuple[str | int, ...]
_TYPES: Mapping[str, Callable[[Json], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value: (
        not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
    ),
}
_NOTES = frozenset({"$schema", "title", "description", "default", "examples", "format"})
_SHAPES: Mapping[str, str] = {
    "properties": "object",
    "required": "array",
    "enum": "array",
    "items": "object",
    "pattern": "string",
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), "integer"),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), "number"),
}
_KEYWORDS = frozenset(_SHAPES) | {"type", "const", "additionalProperties"}
_BOUNDS: Mapping[str, tuple[Callable[[Any], float], Callable[[float, float], bool], str, type | tuple[type, ...]]] = {
    "minLength": (len, lambda size, bound: size >= bound, "at least {} characters", str),
    "maxLength": (len, lambda size, bound: size <= bound, "at most {} characters", str),
    "minItems": (len, lambda size, bound: size >= bound, "at least {} items", list),
    "maxItems": (len, lambda size, bound: size <= bound, "at most {} items", list),
    "minimum": (float, lambda value, bound: value >= bound, "at least {}", (int, float)),
    "maximum": (float, lambda value, bound: value <= bound, "at most {}", (int, float)),
    "exclusiveMinimum": (float, lambda value, bound: value > bound, "more than {}", (int, float)),
    "exclusiveMaximum": (float, lambda value, bound: value < bound, "less than {}", (int, float)),
}
MAX_DEPTH = 64
MAX_MATCHED = 200
"""Characters a pattern is tried on; longer strings do not match."""
_REPEATED_GROUP = re.compile(r"(?<!\\)\)[*+{]")
_UNBOUNDED = re.compile(r"(?<!\\)(?:[*+]|\{[0-9]*,\})")
_LOOKAROUND_OR_BACKREFERENCE = re.compile(r"\(\?[=!<P]|\\[1-9]")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where a value disagrees with its schema, or a schema with this language: path, words, what was found."""

    path: Path
    message: str
    found: Json
    expected: str


def mismatches(
    schema: Mapping[str, Json], value: Json, path: Path = (), *, templates: bool = False
) -> Iterator[Mismatch]:
    """Yield where `value` disagrees with `schema`, which has no mistakes, in an order that depends on both alone.

    With `templates`, strings with `{{` are taken on trust. Time is bounded by the sizes of both.
    """
    if templates and isinstance(value, str) and "{{" in value:
        return
    kinds = schema.get("type", ())
    allowed = [kinds] if isinstance(kinds, str) else list(kinds)
    if allowed and not any(_TYPES[kind](value) for kind in allowed):
        yield Mismatch(path, "wrong type", value, " or ".join(allowed))
        return
    yield from _values(schema, value, path)
    yield from _bounds(schema, value, path)
    if isinstance(value, dict):
        yield from _members(schema, value, path, templates=templates)
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from mismatches(schema["items"], item, (*path, index), templates=templates)


def _values(schema: Mapping[str, Json], value: Json, path: Path) -> Iterator[Mismatch]:
    if "enum" in schema and not any(same(value, option) for option in schema["enum"]):
        yield Mismatch(path, "not one of the allowed values", value, f"one of {schema['enum']}")
    if "const" in schema and not same(value, schema["const"]):
        yield Mismatch(path, "not the only allowed value", value, str(schema["const"]))
    if "pattern" in schema and isinstance(value, str) and not matches(schema["pattern"], value):
        yield Mismatch(path, "does not match the pattern", value, schema["pattern"])


def same(left: Json, right: Json) -> bool:
    """Say whether two JSON values are equal; unlike in Python, true is not 1."""
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def matches(pattern: str, text: str) -> bool:
    """Say whether `pattern` (a safe one) is found in `text`; never in a text over `MAX_MATCHED` characters."""
    return len(text) <= MAX_MATCHED and re.search(pattern, text) is not None


def _bounds(schema: Mapping[str, Json], value: Json, path: Path) -> Iterator[Mismatch]:
    for keyword in filter(schema.__contains__, _BOUNDS):
        measure, holds, words, kind = _BOUNDS[keyword]
        measurable = isinstance(value, kind) and not isinstance(value, bool)
        if measurable and not holds(measure(value), schema[keyword]):
            yield Mismatch(path, "out of bounds", value, words.format(schema[keyword]))


def _members(
    schema: Mapping[str, Json], value: Mapping[str, Json], path: Path, *, templates: bool
) -> Iterator[Mismatch]:
    properties: Mapping[str, Json] = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield Mismatch(path, "a required key is missing", None, str(name))
    rest = schema.get("additionalProperties", True)
    for name, item in value.items():
        if name in properties:
            yield from mismatches(properties[name], item, (*path, name), templates=templates)
        elif isinstance(rest, dict):
            yield from mismatches(rest, item, (*path, name), templates=templates)
        elif not rest:
            yield Mismatch((*path, name), "an unknown key", name, "one of " + ", ".join(sorted(properties)))


def mistakes(schema: Json, path: Path = ()) -> Iterator[Mismatch]:
    """Yield what is wrong with a schema itself; one without mistakes can be given to `mismatches`."""
    if not isinstance(schema, dict):
        yield Mismatch(path, "not a schema", schema, "a mapping")
        return
    if len(path) > MAX_DEPTH:
        yield Mismatch(path[:4], "nested too deep", None, f"at most {MAX_DEPTH} steps")
        return
    for keyword in sorted(schema.keys() - _KEYWORDS - _NOTES):
        yield Mismatch((*path, keyword), "a keyword that is not supported", keyword, ", ".join(sorted(_KEYWORDS)))
    for keyword, kind in _SHAPES.items():
        if keyword in schema and not _TYPES[kind](schema[keyword]):
            yield Mismatch((*path, keyword), "a keyword of the wrong type", schema[keyword], kind)
            return
    yield from _type_mistakes(schema, path)
    yield from _name_mistakes(schema, path)
    yield from _inner_mistakes(schema, path)


def _type_mistakes(schema: Mapping[str, Json], path: Path) -> Iterator[Mismatch]:
    kinds = schema.get("type", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if not isinstance(kind, str) or kind not in _TYPES:
            yield Mismatch((*path, "type"), "an unknown type", kind, "one of " + ", ".join(sorted(_TYPES)))
    problem = unsafe(schema["pattern"]) if "pattern" in schema else None
    if problem:
        yield Mismatch((*path, "pattern"), problem, schema["pattern"], "a pattern that matches in bounded time")


def unsafe(pattern: str) -> str | None:
    """Say why a pattern is refused: not a regular expression, or one whose matching time can explode."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"not a regular expression ({error})"
    if len(pattern) > MAX_MATCHED or _LOOKAROUND_OR_BACKREFERENCE.search(pattern):
        return "a pattern that is too long, looks around or refers back"
    if _REPEATED_GROUP.search(pattern) or len(_UNBOUNDED.findall(pattern)) > 3:
        return "a pattern with a repeated group, or with more than three unbounded repeats"
    return None


def _name_mistakes(schema: Mapping[str, Json], path: Path) -> Iterator[Mismatch]:
    known = schema.get("properties", {})
    for index, name in enumerate(schema.get("required", ())):
        if not isinstance(name, str) or name not in known:
            yield Mismatch((*path, "required", index), "a required key that is no property", name, ", ".join(known))


def _inner_mistakes(schema: Mapping[str, Json], path: Path) -> Iterator[Mismatch]:
    for name, member in schema.get("properties", {}).items():
        yield from mistakes(member, (*path, "properties", name))
    if "items" in schema:
        yield from mistakes(schema["items"], (*path, "items"))
    if not isinstance(schema.get("additionalProperties", True), bool):
        yield from mistakes(schema["additionalProperties"], (*path, "additionalProperties"))
