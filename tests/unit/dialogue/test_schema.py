"""The schema subset: what it does not know, and how its messages read."""

from typing import Any

import pytest

from sekisho.dialogue.schema import unsupported, violations


@pytest.mark.parametrize(
    ("schema", "places"),
    [
        ({}, []),
        ({"type": "object", "description": "x", "format": "date", "additionalProperties": False}, []),
        ({"anyOf": []}, ["/anyOf"]),
        ({"type": "date"}, ["/type 'date'"]),
        ({"type": ["string", "nothing"]}, ["/type 'nothing'"]),
        ({"properties": {"a": {"$ref": "#"}}}, ["/properties/a/$ref"]),
        ({"items": {"oneOf": []}, "additionalProperties": {"not": {}}}, ["/items/oneOf", "/additionalProperties/not"]),
        ({"properties": {"a": 1}}, ["/properties/a is not an object"]),
        (True, ["/ is not an object"]),
    ],
)
def test_what_cannot_be_checked_is_named(schema: Any, places: list[str]) -> None:
    """No keyword is silently ignored."""
    assert list(unsupported(schema)) == places


@pytest.mark.parametrize(
    ("schema", "value", "says"),
    [
        ({"type": "string"}, 1, "/: expected string, found 1"),
        ({"type": ["string", "null"]}, 1, "/: expected string or null, found 1"),
        ({"type": "integer"}, 1.5, "/: expected integer, found 1.5"),
        ({"type": "number"}, True, "/: expected number, found True"),
        ({"enum": ["a"]}, "b", "/: expected one of ['a'], found 'b'"),
        ({"const": "a"}, "b", "/: expected 'a', found 'b'"),
        ({"minLength": 2}, "a", "/: minLength is 2, found 1"),
        ({"maxLength": 0}, "a", "/: maxLength is 0, found 1"),
        ({"pattern": "^[0-9]+$"}, "a", "/: expected text like ^[0-9]+$, found 'a'"),
        ({"pattern": "a"}, "a" * 1001, "/: expected text like a, found "),
        ({"minimum": 1}, 0, "/: minimum is 1, found 0"),
        ({"maximum": 1}, 2.5, "/: maximum is 1, found 2.5"),
        ({"minItems": 1}, [], "/: minItems is 1, found 0"),
        ({"items": {"type": "string"}}, ["a", 1], "/1: expected string, found 1"),
        ({"required": ["a"]}, {}, "/: a is missing"),
        ({"additionalProperties": False}, {"a": 1}, "/: a is not expected"),
        ({"additionalProperties": {"type": "string"}}, {"a": 1}, "/a: expected string, found 1"),
        (
            {"properties": {"a": {"properties": {"b": {"type": "null"}}}}},
            {"a": {"b": 1}},
            "/a/b: expected null, found 1",
        ),
    ],
)
def test_a_violation_says_where_and_what(schema: Any, value: Any, says: str) -> None:
    """Each of these values has one."""
    (found,) = violations(schema, value)
    assert found.startswith(says)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer"}, 2.0),
        ({"type": "string", "pattern": "b"}, "abc"),
        ({"minimum": 1, "maximum": 3}, True),
        ({"items": True}, [1]),
        ({"properties": {"a": {}}, "required": ["a"]}, {"a": None, "b": 1}),
    ],
)
def test_what_fits_has_no_violation(schema: Any, value: Any) -> None:
    """As JSON Schema says."""
    assert list(violations(schema, value)) == []
