"""Lists are read by the identity of their items."""

import pytest

from sekisho.change.alignment import (
    Alignment,
    Pair,
    by,
    edges,
    entries,
    examples,
    members,
    positions,
    values,
)
from sekisho.change.fields import MISSING


def _note(alignment: Alignment | None) -> str:
    assert alignment is not None
    assert not alignment.pairs
    (remark,) = alignment.remarks
    return remark.note


def test_values_say_what_came_and_went() -> None:
    """A list of plain values is one difference, told by its members."""
    assert _note(values(["a", "b"], ["b", "c"])) == 'added "c"; removed "a"'


@pytest.mark.parametrize("after", [["b", "a"], ["a", "b", "b"]])
def test_values_order_and_repetition(after: list[str]) -> None:
    """The same members in another order or number are still a difference."""
    assert _note(values(["a", "b"], after)) == "order or repetition changed"


def test_members_ignore_order_and_repetition() -> None:
    """In a set neither order nor repetition has a meaning, membership has."""
    assert members(["a", "b"], ["b", "a", "a"]) == Alignment()
    assert _note(members(["a"], ["a", "b"])) == 'added "b"'


def test_values_tell_types_apart() -> None:
    """1 and true are two values, although Python calls them equal."""
    assert _note(values([1], [True])) == "added true; removed 1"


@pytest.mark.parametrize(
    ("before", "after", "labels"),
    [
        ([{"a": 1}, {"b": 2}], [{"x": 0}, {"a": 1}, {"b": 2}], ["0"]),
        ([{"a": 1}, {"b": 2}], [{"a": 1}], ["1"]),
        ([{"a": 1}, {"b": 2}, {"c": 3}], [{"a": 1}, {"b": 9}, {"c": 3}], ["1"]),
        ([{"a": 1}, {"b": 2}], [{"c": 3}, {"d": 4}, {"e": 5}], ["0", "1", "2"]),
        ([{"a": 1}, {"a": 1}], [{"a": 1}], ["1"]),
    ],
)
def test_positions_skip_what_is_equal_at_both_ends(
    before: list[object], after: list[object], labels: list[str]
) -> None:
    """One inserted, removed or edited item is one difference, however long the list."""
    assert [pair.label for pair in positions(before, after).pairs] == labels


def test_positions_name_the_missing_side() -> None:
    """An item on one side only is paired with MISSING, not with null."""
    assert positions([], [None]).pairs == (Pair("0", MISSING, None),)
    assert positions([None], []).pairs == (Pair("0", None, MISSING),)


def test_by_counts_repeated_identities() -> None:
    """The second item of a role is `system[1]`; an item without the field makes the list unreadable by identity."""
    align = by("role", ordered=True)
    found = align([{"role": "system"}, {"role": "system", "x": 1}], [{"role": "system"}])
    assert found is not None
    assert [(pair.label, pair.after is MISSING) for pair in found.pairs] == [("system", False), ("system[1]", True)]
    assert align([{"role": 1}], [{"role": "system"}]) is None
    assert align(["system"], []) is None


def test_by_reports_order_only_where_it_acts() -> None:
    """Messages are sent in order; evaluators are not."""
    one, other = {"n": "a"}, {"n": "b"}
    ordered = by("n", ordered=True)([one, other], [other, one])
    free = by("n", ordered=False)([one, other], [other, one])
    assert ordered is not None
    assert free is not None
    assert [remark.note for remark in ordered.remarks] == ["order changed: a, b -> b, a"]
    assert free.remarks == ()


def test_by_leaves_order_alone_when_an_item_is_added() -> None:
    """A new item in front is an addition, not a new order of the others."""
    found = by("n", ordered=True)([{"n": "a"}, {"n": "b"}], [{"n": "c"}, {"n": "a"}, {"n": "b"}])
    assert found is not None
    assert found.remarks == ()


def test_edges_of_different_nodes_are_independent() -> None:
    """Moving a node's edges around in the file means nothing; swapping two of one node does."""
    a, b, c = {"from": "x", "to": "y"}, {"from": "x", "to": "z"}, {"from": "y", "to": "z"}
    moved, swapped = edges([a, b, c], [c, a, b]), edges([a, b, c], [b, a, c])
    assert moved is not None
    assert swapped is not None
    assert moved.remarks == ()
    assert [(remark.label, remark.before) for remark in swapped.remarks] == [("x", ["x->y", "x->z"])]


def test_edges_with_the_same_ends_are_counted() -> None:
    """Two guarded edges between the same nodes stay two edges."""
    found = edges([{"from": "x", "to": "y"}], [{"from": "x", "to": "y"}, {"from": "x", "to": "y", "when": "b"}])
    assert found is not None
    assert [pair.label for pair in found.pairs] == ["x->y", "x->y[1]"]
    assert found.pairs[1].before is MISSING


def test_edges_that_are_none() -> None:
    """A list that holds no edges is left to the comparison of plain data."""
    assert edges(["x->y"], []) is None


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ("ab", "a", "examples removed: 2 -> 1"),
        ("a", "abc", "examples added: 1 -> 3"),
        ("ab", "ba", "examples reordered: 2"),
        ("abc", "abx", "examples changed: 1 of 3"),
        ("", "a", "examples added: 0 -> 1"),
    ],
)
def test_examples_are_counted(before: str, after: str, note: str) -> None:
    """Few-shot examples are told by their number, not line by line."""
    sides = [[{"user": letter, "assistant": "!"} for letter in side] for side in (before, after)]
    assert _note(examples(*sides)) == note


def test_examples_with_other_notes() -> None:
    """Where only a note differs, the difference is inside that example."""
    found = examples([{"user": "a"}, {"user": "b"}], [{"user": "a"}, {"user": "b", "note": "why"}])
    assert found is not None
    assert [pair.label for pair in found.pairs] == ["1"]
    assert examples(["a"], []) is None


def test_entries_keep_their_order() -> None:
    """The order of a rule node's `set` acts; something else in its place is left to the plain comparison."""
    found = entries([["a", 1], ["b", 2]], [["b", 2], ["a", 1]])
    assert found is not None
    assert [remark.label for remark in found.remarks] == [""]
    assert entries([["a"]], []) is None
    assert entries(["ab"], []) is None
