"""Two documents become a list of edits by field."""

from typing import Any

import pytest

from sekisho.change.edits import edits
from sekisho.model.change import Operation
from sekisho.model.ref import Kind


def _seen(kind: Kind, before: Any, after: Any) -> list[tuple[str, str]]:
    return [(".".join(edit.path), str(edit.operation)) for edit in edits(kind, before, after)]


def test_equal_documents_have_none() -> None:
    """Key order is formatting."""
    assert _seen(Kind.CONFIG, {"a": 1, "b": {"c": [1]}}, {"b": {"c": [1]}, "a": 1}) == []


def test_types_of_values_count() -> None:
    """1, 1.0 and true are three values; an absent field is not null."""
    assert _seen(Kind.CONFIG, {"a": 1}, {"a": 1.0}) == [("a", "changed")]
    assert _seen(Kind.CONFIG, {"a": 1}, {"a": True}) == [("a", "changed")]
    assert _seen(Kind.CONFIG, {"a": None}, {}) == [("a", "removed")]


def test_null_slot_is_not_an_absent_one() -> None:
    """In a golden case a null slot asserts "not set" and an absent one asserts nothing."""
    assert _seen(Kind.GOLDEN, {"end": {"slots": {"day": None}}}, {"end": {"slots": {}}}) == [
        ("end.slots.day", "removed")
    ]


def test_added_mapping_is_opened() -> None:
    """A mapping that appears is reported by its fields, so that each has its own type."""
    assert _seen(Kind.PROMPT, {}, {"x-sekisho": {"notes": "n", "inputs": {"user": {"type": "string"}}}}) == [
        ("x-sekisho.inputs.user", "added"),
        ("x-sekisho.notes", "added"),
    ]


def test_empty_mapping_that_appears() -> None:
    """An empty mapping can mean something, so it is reported itself."""
    assert _seen(Kind.GOLDEN, {"end": {}}, {"end": {"tools": {}}}) == [("end.tools", "added")]


def test_things_come_and_go_as_a_whole() -> None:
    """A new node is one edit, not one for each of its fields."""
    (edit,) = edits(Kind.WORKFLOW, {"nodes": {}}, {"nodes": {"ask": {"kind": "respond", "next_action": "ask"}}})
    assert (edit.path, edit.operation, edit.after) == (
        ("nodes", "ask"),
        Operation.ADDED,
        {"kind": "respond", "next_action": "ask"},
    )


def test_lists_of_the_table_may_be_absent() -> None:
    """No edges and an empty list of edges are the same workflow."""
    assert _seen(Kind.WORKFLOW, {}, {"edges": []}) == []
    assert _seen(Kind.WORKFLOW, {}, {"edges": [{"from": "a", "to": "b"}]}) == [("edges.a->b", "added")]


def test_other_lists_may_not() -> None:
    """In an expectation an empty list asserts emptiness and an absent one nothing."""
    before, after = {"turns": [{"expect": {}}]}, {"turns": [{"expect": {"retrieved": []}}]}
    assert _seen(Kind.GOLDEN, before, after) == [("turns.0.expect.retrieved", "added")]


def test_lists_of_mappings_go_by_position() -> None:
    """A turn is a turn by its place."""
    before = {"turns": [{"user": "a"}, {"user": "b"}]}
    assert _seen(Kind.GOLDEN, before, {"turns": [{"user": "a"}, {"user": "c"}]}) == [("turns.1.user", "changed")]


@pytest.mark.parametrize("broken", ["text", 3, None, [1, 2], {"from": "a"}])
def test_broken_documents_are_still_compared(broken: object) -> None:
    """Whatever stands where edges should be is a difference, never a crash."""
    assert _seen(Kind.WORKFLOW, {"edges": broken}, {"edges": [{"from": "a", "to": "b"}]})
    assert _seen(Kind.WORKFLOW, broken, {"edges": []})


def test_mixed_list_is_one_value() -> None:
    """A list that holds more than mappings is compared as a whole."""
    assert _seen(Kind.GOLDEN, {"turns": [1, {"user": "a"}]}, {"turns": [1, {"user": "b"}]}) == [("turns", "changed")]


def test_rule_order_acts() -> None:
    """The values of a rule node are set in file order; its other keys have none."""
    one = {"nodes": {"n": {"kind": "rule", "set": {"a": "1", "b": "2"}}}}
    other = {"nodes": {"n": {"set": {"b": "2", "a": "1"}, "kind": "rule"}}}
    assert _seen(Kind.WORKFLOW, one, other) == [("nodes.n.set", "changed")]
    assert _seen(Kind.WORKFLOW, one, {"nodes": {"n": {"kind": "rule", "set": {"a": "1"}}}}) == [
        ("nodes.n.set.b", "removed")
    ]


@pytest.mark.parametrize("nodes", [[], {"n": "rule"}, {"n": {"set": []}}])
def test_rule_order_of_broken_workflows(nodes: object) -> None:
    """A workflow without proper nodes is compared as it is."""
    assert _seen(Kind.WORKFLOW, {"nodes": nodes}, {"nodes": nodes}) == []


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        ('{"a": 1}', '{ "a":1 }', False),
        ('{"a": 1, "b": 2}', '{"b": 2, "a": 1}', True),
        ('{"a": 1}', '{"a": 2}', True),
        ("{", "{ ", True),
        ("[" * 100_000, "[" * 100_001, True),
        ('{"a": 1}', {"a": 1}, True),
    ],
)
def test_schema_text_is_compared_as_json(before: object, after: object, differs: bool) -> None:
    """Layout of a JSON Schema is formatting; the order of its keys steers generation and counts."""
    assert bool(_seen(Kind.PROMPT, {"jsonSchema": before}, {"jsonSchema": after})) is differs


def test_other_text_is_compared_as_text() -> None:
    """Only the schema of a prompt is JSON; white space in a message reaches the model."""
    before, after = (
        {"messages": [{"role": "user", "content": "{}"}]},
        {"messages": [{"role": "user", "content": "{ }"}]},
    )
    assert _seen(Kind.PROMPT, before, after) == [("messages.user.content", "changed")]


def test_many_edges_take_little_time() -> None:
    """A workflow as large as a file may be is compared in about linear time."""
    before = {"edges": [{"from": f"n{index}", "to": "end"} for index in range(20_000)]}
    after = {"edges": [{"from": f"n{index}", "to": "stop"} for index in range(20_000)]}
    assert len(_seen(Kind.WORKFLOW, before, after)) == 40_000
