"""The tool schema checker agrees with the reference validator on everything it claims to know."""

from typing import Any

import jsonschema
from hypothesis import assume, given
from hypothesis import strategies as st

from sekisho.json_schema import mismatches, mistakes

NAMES = st.sampled_from(["a", "b", "c"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.5, 1.0, "", "a", "ab", "b1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
TYPES = st.sampled_from(["string", "number", "integer", "boolean", "array", "object", "null"])


def _schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    keywords = {
        "type": TYPES | st.lists(TYPES, min_size=1, max_size=2, unique=True),
        "enum": st.lists(st.sampled_from(["a", "ab", None, 0, 1, True, False]), min_size=1, max_size=3),
        "const": st.sampled_from(["a", "ab"]),
        "pattern": st.sampled_from(["^a", "b$", "[0-9]"]),
        "minLength": st.integers(0, 2),
        "maxLength": st.integers(0, 2),
        "minimum": st.integers(-2, 2),
        "maximum": st.integers(-2, 2),
        "properties": st.dictionaries(NAMES, inner, max_size=2),
        "required": st.lists(NAMES, max_size=2, unique=True),
        "additionalProperties": st.booleans() | inner,
        "items": inner,
        "minItems": st.integers(0, 2),
        "maxItems": st.integers(0, 2),
    }
    return st.fixed_dictionaries({}, optional=keywords)


SCHEMAS = st.recursive(st.fixed_dictionaries({}, optional={"type": TYPES}), _schemas, max_leaves=3)


@given(SCHEMAS, VALUES)
def test_the_verdict_is_the_reference_validators(schema: dict[str, Any], value: Any) -> None:
    """A value is refused exactly when jsonschema (draft 2020-12) refuses it."""
    assume(not list(mistakes(schema)))
    fits = not list(mismatches(schema, value))
    assert fits == jsonschema.Draft202012Validator(schema).is_valid(value)
