import math
from collections.abc import Callable
from typing import Any

import pytest

from sekisho.adapters.run_lines import line_of, result_of
from sekisho.adapters.target_answer import MAX_ANSWER_BYTES, answer_in, described, shortened, trace_of
from sekisho.errors import WorkflowError
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.target import TargetAnswer, TargetTurn
from sekisho.model.trace import TurnTrace

MakeTurn = Callable[..., TargetTurn]


def _endless() -> dict[str, Any]:
    value: dict[str, Any] = {}
    value["slots"] = {"me": value}
    return value


def _deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


class Unsayable:
    """A value that cannot even say what it is."""

    def __str__(self) -> str:
        raise ValueError

    __repr__ = __str__


def test_a_text_is_the_reply(make_turn: MakeTurn) -> None:
    """The plainest answer, with the latency that was measured."""
    trace = trace_of(make_turn(), "こんにちは", 12.5)
    assert trace == TurnTrace(user="hello", language="en", reply="こんにちは", latency_ms=12.5)


def test_a_mapping_may_tell_the_whole_trace(make_turn: MakeTurn) -> None:
    """Every field arrives, the answer's own latency wins, and an error is the agent's whatever it says."""
    told = {
        "reply": "r",
        "intent": "book",
        "mode": "STEP_BY_STEP",
        "slots": {"date": "2026-11-20", "n": 3},
        "raw_slots": {"date": "Friday"},
        "next_action": "ask",
        "outcome": "done",
        "tool_calls": [{"tool": "book", "arguments": {"a": [1, None]}, "injected": ["timeout"]}],
        "retrieved": ["d"],
        "citations": ("d",),
        "route": ["desk/start"],
        "calls": [{"node": "n", "prompt": "p", "key": "k", "usage": {"input_tokens": 3}}],
        "latency_ms": 7,
        "error": {"code": "exec.tool_error", "message": "down\n at 0x7f00aa"},
    }
    assert told.keys() == TargetAnswer.model_fields.keys()
    trace = trace_of(make_turn(), told, 99.0)
    assert (trace.latency_ms, trace.slots["n"], trace.tool_calls[0].injected) == (7.0, 3, ("timeout",))
    assert trace.error is not None
    assert (trace.error.code, trace.error.message, trace.error.fault) == ("exec.tool_error", "down", "agent")
    assert trace.model_fields_set >= told.keys()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (None, "it is NoneType, neither a text nor a mapping"),
        (["reply"], "it is list"),
        ({"reply": 5}, "reply: Input should be a valid string"),
        ({"reply": "a", "user": "me"}, "user: Extra inputs"),
        ({"latency_ms": "fast"}, "latency_ms"),
        ({"slots": {"n": math.nan}}, "JSON cannot say it"),
        ({"slots": {"n": 10**5000}}, "JSON cannot say it"),
        ({"slots": {"n": {1, 2}}}, "JSON cannot say it"),
        ({"slots": Unsayable()}, "JSON cannot say it"),
        ({("a", "b"): 1}, "JSON cannot say it"),
        (_endless(), "nested deeper than 64"),
        ({"slots": {"n": _deep(200_000)}}, "nested deeper than 64"),
        ({"slots": {"n": list(range(MAX_ANSWER_BYTES + 1))}}, "it holds more than"),
        ("x" * (MAX_ANSWER_BYTES + 1), "longer than 1048576 bytes"),
        ("あ" * (MAX_ANSWER_BYTES // 2), "longer than 1048576 bytes"),
        ({"reply": "x" * MAX_ANSWER_BYTES}, "longer than 1048576 bytes"),
        ("\ud800", "half of a surrogate pair"),
        ({"reply": "\ud800"}, "half of a surrogate pair"),
    ],
)
def test_an_answer_that_cannot_be_used_is_an_error(make_turn: MakeTurn, answer: Any, why: str) -> None:
    """Wrong, hostile and oversized values are the agent's errors, with a short reason."""
    with pytest.raises(WorkflowError, match=why) as caught:
        trace_of(make_turn(), answer, 0.0)
    assert (caught.value.code, caught.value.at_fault) == ("exec.answer", "agent")
    assert len(caught.value.message) < 600


def test_whatever_is_accepted_survives_a_run_file(make_turn: MakeTurn) -> None:
    """As deep and as large as an answer may be, its line can be written and read again."""
    trace = trace_of(make_turn(), {"reply": "\u2028\x00", "slots": {"n": _deep(60), "e": 1e300, "i": 10**4000}}, 0.0)
    result = CaseResult(case="dataset/a", state=CaseState.PASSED, turns=(trace,))
    assert result_of(line_of(result), "here") == result


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b'"' + b"x" * MAX_ANSWER_BYTES + b'"'])
def test_what_is_no_json_is_no_answer(content: bytes) -> None:
    """Cut, foreign, absurd and oversized bodies are errors."""
    with pytest.raises(WorkflowError, match="the answer cannot be used"):
        answer_in(content)


def test_json_may_be_a_text_or_a_mapping(make_turn: MakeTurn) -> None:
    """As in Python."""
    assert trace_of(make_turn(), answer_in(b'"hi"'), 0.0).reply == "hi"
    assert trace_of(make_turn(), answer_in(b' {"reply": "hi"}'), 0.0).reply == "hi"


def test_foreign_messages_are_short_and_the_same_in_every_process() -> None:
    """No addresses, no line breaks, no flood, and no second error from a message that cannot be read."""
    assert shortened("<Agent object at 0x7f3a> failed\x1b[31m\n") == "<Agent object> failed [31m"
    assert len(shortened("x" * 10**6)) == 500
    assert described(KeyError("a")) == "KeyError: 'a'"
    assert described(ValueError()) == "ValueError"
    assert described(ValueError(Unsayable())) == "ValueError: (its message cannot be read)"
