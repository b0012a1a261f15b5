import pytest

from sekisho.json_schema import MAX_DEPTH, matches, mismatches, mistakes, unsafe
from sekisho.model.base import Json

DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
BOOKING = {
    "type": "object",
    "properties": {"day": DAY, "seats": {"type": "integer", "minimum": 1, "exclusiveMaximum": 9}},
    "required": ["day"],
    "additionalProperties": False,
}


def wrong(schema: Json, value: Json) -> list[tuple[str, str]]:
    """Where and how a value breaks a schema that has no mistakes."""
    assert list(mistakes(schema)) == []
    return sorted(("/".join(map(str, found.path)), found.message) for found in mismatches(schema, value))


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "integer"}, [1, 2.0, -3], [1.5, True, "1", None]),
        ({"type": "number"}, [1, 1.5], [False, "1"]),
        ({"type": "boolean"}, [True], [1, "true"]),
        ({"type": "null"}, [None], [0, ""]),
        ({"type": ["string", "null"]}, ["x", None], [1]),
        ({"enum": ["a", 1]}, ["a", 1], ["b", True]),
        ({"const": 0}, [0], [False, 1]),
        ({"minLength": 2, "maxLength": 3}, ["ab", "abc", 7], ["a", "abcd"]),
        ({"pattern": "^a"}, ["ab", 3], ["ba", "a" * 201]),
        ({"minItems": 1, "maxItems": 2}, [[1], "x"], [[], [1, 2, 3]]),
        ({"items": {"type": "string"}}, [["a"], []], [[1]]),
        ({"minimum": 1, "maximum": 2}, [1, 2, True], [0, 3]),
        ({"exclusiveMinimum": 1}, [1.5], [1]),
        ({"additionalProperties": {"type": "string"}}, [{"a": "b"}], [{"a": 1}]),
        ({"properties": {"a": {"type": "string"}}}, [{"b": 1}], [{"a": 1}]),
        (
            BOOKING,
            [{"day": "2026-11-20"}, {"day": "2026-11-20", "seats": 8}],
            [{}, {"day": "x"}, {"day": "2026-11-20", "seats": 9}],
        ),
        ({}, [None, 1, "x", [], {}], []),
    ],
)
def test_values_fit_or_do_not(schema: Json, good: list[Json], bad: list[Json]) -> None:
    """Each keyword, with what it accepts and what it refuses."""
    assert [wrong(schema, value) for value in good] == [[]] * len(good)
    assert all(wrong(schema, value) for value in bad)


def test_a_mismatch_says_where() -> None:
    """Paths lead to the value; unknown keys and missing ones are told apart."""
    assert wrong(BOOKING, {"seats": 0, "colour": "red"}) == [
        ("", "a required key is missing"),
        ("colour", "an unknown key"),
        ("seats", "out of bounds"),
    ]


def test_a_template_is_taken_on_trust() -> None:
    """What it renders is checked when it has been rendered."""
    promised = {"day": "{{ arguments.day }}", "seats": "many"}
    assert [found.path for found in mismatches(BOOKING, promised, templates=True)] == [("seats",)]
    assert wrong(BOOKING, promised) == [("day", "does not match the pattern"), ("seats", "wrong type")]
    listed = {"items": {"type": "integer"}, "additionalProperties": {"enum": ["a"]}}
    assert list(mismatches(listed, ["{{ 1 }}"], templates=True)) == []
    assert list(mismatches(listed, {"x": "{{ 1 }}"}, templates=True)) == []


@pytest.mark.parametrize(
    ("schema", "where"),
    [
        ("string", ""),
        ({"type": "date"}, "type"),
        ({"type": [1]}, "type"),
        ({"anyOf": []}, "anyOf"),
        ({"minLength": "2"}, "minLength"),
        ({"required": ["a"]}, "required/0"),
        ({"required": [["a"]]}, "required/0"),
        ({"properties": {"a": 1}}, "properties/a"),
        ({"items": {"type": "x"}}, "items/type"),
        ({"additionalProperties": {"type": "x"}}, "additionalProperties/type"),
        ({"additionalProperties": "no"}, "additionalProperties"),
        ({"pattern": "("}, "pattern"),
    ],
)
def test_a_schema_can_be_wrong_itself(schema: Json, where: str) -> None:
    """Unknown keywords and types are mistakes: they would check nothing."""
    assert ["/".join(map(str, found.path)) for found in mistakes(schema)] == [where]


def test_a_schema_is_not_nested_without_end() -> None:
    """The walk stops before the stack does."""
    schema: Json = {}
    for _ in range(5 * MAX_DEPTH):
        schema = {"items": schema}
    assert [found.message for found in mistakes(schema)] == ["nested too deep"]


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(ab)*", "a+b+c+d+", "(?=x)", r"(a)\1", "x" * 201, "(?P<n>a)", "[", "a{1,2}{3}"]
)
def test_patterns_that_could_run_for_ever_are_refused(pattern: str) -> None:
    """Also what is no pattern at all."""
    assert unsafe(pattern)


@pytest.mark.parametrize("pattern", ["^[0-9]{3}-[0-9]{4}$", "^AO-[0-9]+$", r"\(a\)+", "^(a|b)?$", "^[^@]+@[^@]+$"])
def test_plain_patterns_are_accepted(pattern: str) -> None:
    """What schemas really use."""
    assert unsafe(pattern) is None


def test_a_safe_pattern_is_fast_on_the_longest_text() -> None:
    """Three unbounded repeats over the longest text that is tried end at once."""
    pattern = "a+[ab]+b+$"
    assert unsafe(pattern) is None
    assert not matches(pattern, "ab" * 99 + "aa")
