"""Differences in words: short in a reason, bounded in the change."""

import json

import pytest

from sekisho.change.edits import FieldEdit
from sekisho.change.wording import BOUND, EXCERPT, bounded, shortened, summary, windows
from sekisho.model.change import Operation


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (FieldEdit(("a",), Operation.CHANGED, 0.0, 0.7), "0.0 -> 0.7"),
        (FieldEdit(("a",), Operation.CHANGED, "料金", None), '"料金" -> null'),
        (FieldEdit(("a",), Operation.ADDED, None, {"b": 1}), 'added {"b": 1}'),
        (FieldEdit(("a",), Operation.REMOVED, [1], None), "removed [1]"),
        (FieldEdit(("a",), Operation.CHANGED, [1], [2], "added 2"), "added 2"),
    ],
)
def test_summary(edit: FieldEdit, expected: str) -> None:
    """A reader sees the values, or the note where a list has one."""
    assert summary(edit) == expected


def test_long_texts_are_shown_around_their_first_difference() -> None:
    """Two long texts never look equal in a summary."""
    edit = FieldEdit(("a",), Operation.CHANGED, "x" * 500 + "A" + "y" * 500, "x" * 500 + "B" + "y" * 500)
    before, after = summary(edit).split(" -> ")
    assert before != after
    assert max(len(before), len(after)) <= 60
    assert before.startswith("…")


def test_long_notes_are_cut() -> None:
    """A list of a thousand tags still fits a line."""
    assert len(summary(FieldEdit(("a",), Operation.CHANGED, note="x" * 5000))) == 240


def test_windows_of_a_text_and_its_beginning() -> None:
    """Where one text continues the other, the window is at its end."""
    before, after = windows("a" * 100, "a" * 100 + "b", 60)
    assert (before, after) == ("…" + "a" * 20, "…" + "a" * 20 + "b")


def test_short_texts_are_not_cut() -> None:
    """What fits is shown whole."""
    assert windows("abc", "abx", 3) == ("abc", "abx")
    assert shortened("abc", 3) == "abc"
    assert shortened("abcd", 3) == "ab…"


@pytest.mark.parametrize("value", ["x" * BOUND, {"a": [1, 2]}, None, True])
def test_bounded_keeps_what_is_short(value: object) -> None:
    """A value within the bound stays what it is, not its text."""
    assert bounded(value, None) == (value, None)


def test_bounded_cuts_what_is_long() -> None:
    """A long value is kept as text around the difference; the absent side stays absent."""
    before, after = bounded(["x" * 5000, 1], ["x" * 5000, 2])
    assert before != after
    assert all(isinstance(text, str) and len(text) <= EXCERPT for text in (before, after))
    assert bounded(None, "y" * 5000)[0] is None
    assert bounded("y" * 5000, None)[1] is None
    assert json.dumps(bounded({"a": "z" * 5000}, {"a": "z"}))
