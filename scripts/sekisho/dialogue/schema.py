"""The part of JSON Schema that tool files use. What is not in it is refused when the tool is compiled, not ignored."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sekisho.model.base import Json, JsonObject

_NOTES = frozenset({"$schema", "$comment", "title", "description", "default", "examples", "format"})
_KNOWN = _NOTES | {
    "type",
    "enum",
    "const",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minItems",
    "maxItems",
}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list, tuple),
    "object": (dict,),
    "null": (type(None),),
}
_MAX_PATTERN_TEXT = 1000


def unsupported(schema: Json, path: str = "") -> Iterator[str]:
    """Yield what in `schema` this module does not know: keyword or type, with its place."""
    if not isinstance(schema, Mapping):
        yield f"{path or '/'} is not an object"
        return
    yield from (f"{path}/{key}" for key in schema if key not in _KNOWN)
    yield from (f"{path}/type {name!r}" for name in _types(schema) if name not in _TYPES)
    for name, inner in schema.get("properties", {}).items():
        yield from unsupported(inner, f"{path}/properties/{name}")
    for key in ("items", "additionalProperties"):
        if not isinstance(schema.get(key, True), bool):
            yield from unsupported(schema[key], f"{path}/{key}")


def violations(schema: JsonObject, value: Json, path: str = "") -> Iterator[str]:
    """Yield what is wrong with `value`, each with its place (`/visit_date: ...`)."""
    where = path or "/"
    if "type" in schema and not any(_is(value, name) for name in _types(schema)):
        yield f"{where}: expected {' or '.join(_types(schema))}, found {value!r:.60}"
        return
    if "enum" in schema and not any(_same(value, allowed) for allowed in schema["enum"]):
        yield f"{where}: expected one of {schema['enum']}, found {value!r:.60}"
    if "const" in schema and not _same(value, schema["const"]):
        yield f"{where}: expected {schema['const']!r}, found {value!r:.60}"
    if isinstance(value, str):
        yield from _text(schema, value, where)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _range(schema, value, where, ("minimum", "maximum"))
    elif isinstance(value, list | tuple):
        yield from _items(schema, value, path)
    elif isinstance(value, Mapping):
        yield from _members(schema, value, path)


def _types(schema: JsonObject) -> list[Any]:
    named = schema.get("type", [])
    return [named] if isinstance(named, str) else list(named)


def _is(value: Json, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if isinstance(value, float) and name == "integer":
        return value.is_integer()
    return isinstance(value, _TYPES[name])


def _same(value: Json, other: Json) -> bool:
    """JSON has no truth that equals a number."""
    return bool(value == other) and isinstance(value, bool) == isinstance(other, bool)


def _range(schema: JsonObject, number: float, where: str, keys: tuple[str, str]) -> Iterator[str]:
    least, most = schema.get(keys[0]), schema.get(keys[1])
    if least is not None and number < least:
        yield f"{where}: {keys[0]} is {least}, found {number}"
    if most is not None and number > most:
        yield f"{where}: {keys[1]} is {most}, found {number}"


def _text(schema: JsonObject, value: str, where: str) -> Iterator[str]:
    yield from _range(schema, len(value), where, ("minLength", "maxLength"))
    pattern = schema.get("pattern")
    if pattern is not None and (len(value) > _MAX_PATTERN_TEXT or not re.search(pattern, value)):
        yield f"{where}: expected text like {pattern}, found {value!r:.60}"


def _items(schema: JsonObject, value: Any, path: str) -> Iterator[str]:
    yield from _range(schema, len(value), path or "/", ("minItems", "maxItems"))
    if isinstance(schema.get("items"), Mapping):
        for number, item in enumerate(value):
            yield from violations(schema["items"], item, f"{path}/{number}")


def _members(schema: JsonObject, value: JsonObject, path: str) -> Iterator[str]:
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    yield from (f"{path or '/'}: {name} is missing" for name in schema.get("required", ()) if name not in value)
    for name, item in value.items():
        if name in properties:
            yield from violations(properties[name], item, f"{path}/{name}")
        elif others is False:
            yield f"{path or '/'}: {name} is not expected"
        elif isinstance(others, Mapping):
            yield from violations(others, item, f"{path}/{name}")
