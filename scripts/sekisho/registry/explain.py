"""The words for a disagreement between data and shape: what is wrong, what was found, what was expected."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from sekisho.model.base import Json
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt, one_of

_TYPES = {
    "string_type": "a string",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dataclass_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
}
_BOUNDS = {
    "greater_than": ("gt", "more than {}"),
    "greater_than_equal": ("ge", "at least {}"),
    "less_than": ("lt", "less than {}"),
    "less_than_equal": ("le", "at most {}"),
    "string_too_short": ("min_length", "at least {} character(s)"),
    "string_too_long": ("max_length", "at most {} character(s)"),
    "too_short": ("min_length", "at least {} item(s)"),
    "too_long": ("max_length", "at most {} item(s)"),
    "string_pattern_mismatch": ("pattern", "a match of {}"),
    "enum": ("expected", "{}"),
    "literal_error": ("expected", "{}"),
    "union_tag_invalid": ("expected_tags", "one of {}"),
}


def disagreement(detail: Mapping[str, Any], path: Path, *, at_key: bool = False, repair: str | None = None) -> Problem:
    """Return the problem for one of pydantic's errors, other than a missing or an unknown key."""
    kind = detail["type"]
    value = path[-1] if at_key and path else detail["input"]
    if kind in _TYPES:
        message = "a plain value where a string is expected; quote it" if repair and kind == "string_type" else _WRONG
        found = detail["written"] if detail.get("written") and not isinstance(value, str) else excerpt(value)
        return Problem("schema/type", path, message, found, _TYPES[kind], at_key=at_key, repair=repair)
    if kind == "union_tag_invalid":
        path, value = (*path, detail["ctx"]["discriminator"].strip("'")), detail["ctx"]["tag"]
    return Problem("schema/value", path, _WRONG_VALUE, excerpt(value), _expected(detail), at_key=at_key)


_WRONG = "wrong type"
_WRONG_VALUE = "a value that is not allowed here"


def _expected(detail: Mapping[str, Any]) -> str:
    bound = _BOUNDS.get(detail["type"])
    if detail["type"].startswith("date"):
        return "a day that exists" if detail["type"].startswith("date_") else "a day and a time that exist"
    if bound is None:
        return str(detail.get("ctx", {}).get("error", detail["msg"])).removeprefix("Input should be ")
    name, words = bound
    return words.format(detail["ctx"][name])


def either(first: Problem, second: Problem) -> Problem:
    """Return one problem for two at the same value: of the members of a union, any would do."""
    return replace(first, message=_WRONG, expected=f"{first.expected} or {second.expected}", repair=None)


def missing_key(path: Path, name: str) -> Problem:
    """Return the problem of a key that must be there."""
    return Problem("schema/missing-key", path, f"the key {excerpt(name)} is missing", None, f"{name}: ...")


def unknown_key(adapter: TypeAdapter[Any], data: Json, path: Path) -> Problem:
    """Return the problem of a key the shape does not have, with the nearest one it has."""
    import difflib

    known = known_keys(adapter.json_schema(), data, path[:-1])
    near = difflib.get_close_matches(str(path[-1]), known, n=1)
    expected = f"{near[0]} (did you mean it?)" if near else one_of(known)
    return Problem("schema/unknown-key", path, "an unknown key", excerpt(path[-1]), expected, at_key=True)


def known_keys(schema: Mapping[str, Any], data: Json, path: Path) -> list[str]:
    """Return the keys `schema` knows for the mapping at `path` of `data`."""
    node = _resolved(schema, schema, data)
    for part in path:
        data = data[part]
        node = _resolved(schema, _child(node, part), data)
    return sorted(node.get("properties", {}))


def _child(node: Mapping[str, Any], part: str | int) -> Any:
    if isinstance(part, int):
        return node.get("items")
    if part in node.get("properties", {}):
        return node["properties"][part]
    return next(iter(node.get("patternProperties", {}).values()), node.get("additionalProperties"))


def _resolved(schema: Mapping[str, Any], node: Any, data: Json) -> Mapping[str, Any]:
    """Follow references, and of a union the member the data names (or the first that is not null)."""
    while isinstance(node, dict):
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        elif "discriminator" in node:
            chosen = node["discriminator"]
            node = {"$ref": chosen["mapping"][data[chosen["propertyName"]]]}
        elif "anyOf" in node:
            node = next(member for member in node["anyOf"] if member.get("type") != "null")
        else:
            return node
    return {}
