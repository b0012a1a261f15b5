"""Recorded answers are compared by key."""

import json

import pytest

from sekisho.change.recordings import recorded, recording_edits
from sekisho.model.change import Operation


def _line(key: str, text: str = "{}", engine: object = "small") -> str:
    return json.dumps({"key": key * 64, "engine": engine, "answer": {"text": text}}) + "\n"


def _seen(before: str, after: str) -> list[tuple[str, str]]:
    return [(str(edit.operation), edit.note) for edit in recording_edits(before, after)]


def test_order_layout_and_blank_lines_mean_nothing() -> None:
    """The same answers in another order are the same file."""
    spaced = json.dumps(json.loads(_line("b")), indent=None, separators=(" , ", " : "))
    assert _seen(_line("a") + _line("b"), spaced + "\n\n" + _line("a")) == []


def test_added_answers_name_who_recorded_them() -> None:
    """Added answers are counted and their engines named."""
    after = _line("a") + _line("b", engine="other") + _line("c", engine=3)
    assert _seen("", after) == [
        (Operation.ADDED, "recorded answers added: 3, recorded by an unnamed engine, other, small")
    ]


def test_removed_and_altered_answers_are_listed() -> None:
    """Of removed and altered answers the first keys are named."""
    before = "".join(map(_line, "abcde"))
    assert _seen(before, _line("a", "no")) == [
        (Operation.REMOVED, "recorded answers removed: 4 (bbbbbbbbbbbb, cccccccccccc, dddddddddddd, …)"),
        (Operation.CHANGED, "recorded answers altered: 1 (aaaaaaaaaaaa)"),
    ]


def test_a_second_answer_for_a_known_key_is_an_alteration() -> None:
    """A forged answer cannot pass as an added one by standing beside the true one."""
    assert _seen(_line("a"), _line("a") + _line("a", "no")) == [
        (Operation.CHANGED, "recorded answers altered: 1 (aaaaaaaaaaaa)")
    ]


def test_a_repeated_line_is_no_difference() -> None:
    """The same answer twice is the same answer."""
    assert _seen(_line("a"), _line("a") + _line("a")) == []


@pytest.mark.parametrize("line", ["no JSON", "[]", '{"key": 1}', "{}", "[" * 100_000])
def test_what_is_no_answer(line: str) -> None:
    """A line that is no recorded answer is named by its number."""
    with pytest.raises(ValueError, match="line 2 is no recorded answer"):
        recorded(_line("a") + line)
