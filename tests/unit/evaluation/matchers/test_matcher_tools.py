from typing import Any

import pytest

from sekisho.evaluation.matchers.tools import check_tools
from sekisho.model.kinds.case import TurnExpectation
from sekisho.model.trace import ToolCall

A, B = {"tool": "a"}, {"tool": "b"}


def _calls(*made: str) -> list[ToolCall]:
    """Return tool calls: `a` is called with x=1, `a2` with x=2."""
    return [ToolCall(tool=name[0], arguments={"x": int(name[1:] or 1)}) for name in made]


def _expect(match: str, *calls: dict[str, Any]) -> TurnExpectation:
    return TurnExpectation.model_validate({"tools": {"match": match, "calls": calls}})


@pytest.mark.parametrize(
    ("expected", "made", "passed"),
    [
        (_expect("none"), [], True),
        (_expect("none"), ["a"], False),
        (_expect("exact", A, B), ["a", "b"], True),
        (_expect("exact", A, B), ["b", "a"], False),
        (_expect("exact", A), ["a", "b"], False),
        (_expect("exact"), [], True),
        (_expect("subset", A, B), ["a", "c", "b"], True),
        (_expect("subset", A, B), ["b", "a"], False),
        (_expect("subset", A, A), ["a"], False),
        (_expect("unordered", A, B), ["b", "a"], True),
        (_expect("unordered", A, B), ["b", "a", "a"], False),
        (_expect("unordered", A, {"tool": "a", "arguments": {"x": 1}}), ["a1", "a2"], True),
        (_expect("unordered", {"tool": "a", "arguments": {"x": 3}}, A), ["a1", "a2"], False),
        (_expect("unordered", *[{"tool": "a", "arguments": {"x": 1}}] * 2), ["a1", "a2"], False),
        (_expect("forbidden", A), ["b"], True),
        (_expect("forbidden", A), ["b", "a"], False),
        (_expect("forbidden", {"tool": "a", "arguments": {"x": 2}}), ["a1"], True),
        (_expect("exact", {"tool": "a", "arguments": {}}), ["a"], False),
        (_expect("exact", {"tool": "a", "arguments": {"x": 1}}), ["a"], True),
        (_expect("exact", {"tool": "a", "arguments": {"y": None}}), ["a"], False),
        (TurnExpectation(tools=None), [], True),
        (TurnExpectation(tools=None), ["a"], False),
    ],
)
def test_calls_are_matched(expected: TurnExpectation, made: list[str], passed: bool) -> None:
    """None, exact, ordered subset, unordered and forbidden mean what they say."""
    (check,) = check_tools(expected, _calls(*made), 0)
    assert check.passed is passed


@pytest.mark.parametrize(
    ("expected", "made", "code"),
    [
        (_expect("none"), ["a"], "exec.tool_extra"),
        (_expect("forbidden", A), ["a"], "exec.tool_extra"),
        (_expect("exact", A, B), ["a"], "exec.tool_missing"),
        (_expect("exact", A, B), ["a", "c"], "exec.tool_missing"),
        (_expect("exact", A), ["a", "b"], "exec.tool_extra"),
        (_expect("exact", A), ["a1", "a1"], "exec.duplicate_write"),
        (_expect("exact", A), ["a1", "a2"], "exec.tool_extra"),
        (_expect("exact", A, B), ["b", "a"], "exec.tool_order"),
        (_expect("exact", {"tool": "a", "arguments": {"x": 2}}), ["a1"], "exec.args"),
        (_expect("subset", {"tool": "a", "arguments": {"x": 2}}), ["a1", "b"], "exec.args"),
        (_expect("subset", A, B), ["b", "a"], "exec.tool_order"),
    ],
)
def test_what_is_wrong_is_named(expected: TurnExpectation, made: list[str], code: str) -> None:
    """The code of a failed tool check says what is wrong first."""
    (check,) = check_tools(expected, _calls(*made), 0)
    assert (check.passed, check.code) == (False, code)


def test_an_idempotent_answer_is_no_second_write() -> None:
    """A repeated call that reached no tool is an extra call, not a duplicate write."""
    calls = _calls("a", "a")
    repeated = [calls[0], calls[1].model_copy(update={"attempts": 0})]
    (check,) = check_tools(_expect("exact", A), repeated, 0)
    assert check.code == "exec.tool_extra"


def test_absent_asserts_nothing() -> None:
    """Without `tools` any call may be made."""
    assert list(check_tools(TurnExpectation(), _calls("a"), 0)) == []


BOOKED = ToolCall(tool="a", arguments={"x": 1}, result={}, idempotency_key=("x", "y"))
AGAIN = BOOKED.model_copy(update={"attempts": 0, "repeated": True})
LATE = ToolCall(tool="a", arguments={"x": 1}, error="timeout", attempts=2)
BROKEN = ToolCall(tool="a", arguments={"x": 1}, error="malformed")


@pytest.mark.parametrize(
    ("said", "made", "code"),
    [
        ({"attempts": 1}, BOOKED, None),
        ({"attempts": 2}, BOOKED, "exec.retry"),
        ({"attempts": 0, "repeated": True}, AGAIN, None),
        ({"attempts": None, "repeated": None, "idempotency_key": None}, AGAIN, None),
        ({"repeated": True}, BOOKED, "exec.duplicate_write"),
        ({"repeated": False}, AGAIN, "exec.duplicate_write"),
        ({"error": None}, BOOKED, None),
        ({"error": None}, LATE, "exec.timeout"),
        ({"error": None}, BROKEN, "exec.tool_error"),
        ({"error": "timeout", "attempts": 2}, LATE, None),
        ({"error": "timeout", "attempts": 1}, LATE, "exec.retry"),
        ({"error": "timeout"}, BOOKED, "exec.tool_error"),
        ({"idempotency_key": ["y", "x"]}, BOOKED, None),
        ({"idempotency_key": ["x"]}, BOOKED, "exec.idempotency_key"),
        ({"idempotency_key": []}, LATE, None),
        ({"idempotency_key": []}, BOOKED, "exec.idempotency_key"),
        ({"attempts": 2, "arguments": {"x": 2}}, BOOKED, "exec.args"),
    ],
)
def test_how_a_call_went_is_matched(said: dict[str, Any], made: ToolCall, code: str | None) -> None:
    """Tries, error, repetition and key hold as far as they are asserted; a failure is called by what is otherwise."""
    (check,) = check_tools(_expect("exact", A | said), [made], 0)
    assert check.passed is (code is None)
    assert code is None or check.code == code


def test_evidence_shows_what_is_asserted() -> None:
    """A check shows the tool and its arguments, and how the call went only where the case says something of it."""
    (plain,) = check_tools(_expect("exact", A), [LATE], 0)
    (asked,) = check_tools(_expect("exact", A | {"error": None, "attempts": 1}), [LATE], 0)
    assert plain.observed == [{"tool": "a", "arguments": {"x": 1}}]
    assert asked.observed == [{"tool": "a", "arguments": {"x": 1}, "error": "timeout", "attempts": 2}]


def test_a_second_delivery_that_is_executed_is_a_duplicate_write() -> None:
    """Two calls where one was expected: named by whether the second one did anything."""
    (written,) = check_tools(_expect("exact", A), [BOOKED, BOOKED], 0)
    (answered,) = check_tools(_expect("exact", A), [BOOKED, AGAIN], 0)
    assert (written.code, answered.code) == ("exec.duplicate_write", "exec.tool_extra")
