import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from sekisho.adapters.target_dialogue import OutsideTarget, fresh_sessions
from sekisho.errors import RateLimitedError, WorkflowError
from sekisho.model.base import Language
from sekisho.model.kinds.case import ErrorFault, Fault
from sekisho.model.target import Exchange, TargetTurn
from sekisho.model.trace import Conversation

NOW = datetime(2026, 11, 16, 1, tzinfo=UTC)


class Script:
    """Answers turn by turn from a list; an exception in it is raised."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.turns = list(answers), list[TargetTurn]()

    async def ask(self, turn: TargetTurn) -> Any:
        """Return the next answer."""
        self.turns.append(turn)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def _converse(script: Script, texts: Sequence[str], faults: Sequence[Fault] = (), clock: Any = None) -> Conversation:
    target = OutsideTarget(script.ask, iter(["s-1", "s-2"]), clock)
    return asyncio.run(target.converse(texts, now=NOW, trial=1, faults=faults, language=Language.JA))


def test_each_turn_is_told_what_was_said_before() -> None:
    """History, clock, language, trial and one session for the whole dialogue."""
    script = Script("one", {"reply": "two", "intent": "book"})
    talk = _converse(script, ["a", ""])
    assert [turn.reply for turn in talk.turns] == ["one", "two"]
    second = script.turns[1]
    assert second == TargetTurn("", (Exchange("a", "one"),), NOW, Language.JA, "s-1", 1, ())
    assert script.turns[0].session == second.session


def test_an_error_ends_the_dialogue() -> None:
    """A turn that was not answered is in the trace, the turns after it are not."""
    script = Script("one", WorkflowError("no\nanswer", code="exec.timeout"), "three")
    talk = _converse(script, ["a", "b", "c"])
    assert [turn.error and (turn.error.code, turn.error.message, turn.error.fault) for turn in talk.turns] == [
        None,
        ("exec.timeout", "no answer", "agent"),
    ]


def test_an_answer_that_cannot_be_used_ends_the_dialogue() -> None:
    """It is an error of the turn."""
    talk = _converse(Script({"reply": 5}, "two"), ["a", "b"])
    assert len(talk.turns) == 1
    assert talk.turns[0].error is not None


def test_a_rate_limit_is_no_answer() -> None:
    """Whoever runs the dialogue deals with it."""
    with pytest.raises(RateLimitedError):
        _converse(Script(RateLimitedError("429")), ["a"])


def test_faults_count_as_fired_when_a_call_says_so() -> None:
    """The target is told the faults; a fault that no tool call reports has not fired."""
    faults = [ErrorFault(tool=tool, kind="timeout") for tool in ("book", "find")]
    call = {"tool": "book", "arguments": {}, "error": "timeout", "injected": ["timeout"]}
    script = Script({"reply": "sorry", "tool_calls": [call]})
    talk = _converse(script, ["a"], faults)
    assert (script.turns[0].faults, talk.unfired_faults) == (tuple(faults), 1)


def test_turns_are_timed_only_when_asked() -> None:
    """With a clock in milliseconds to a tenth, without one not at all; failed turns too."""
    seconds = count(0.0, 0.25)
    script = Script("one", WorkflowError("no", code="exec.timeout"))
    assert [turn.latency_ms for turn in _converse(script, ["a", "b"], clock=lambda: next(seconds)).turns] == [250, 250]
    assert _converse(Script("one"), ["a"]).turns[0].latency_ms == 0


def test_sessions_are_never_the_same_twice() -> None:
    """Neither in one run nor in two."""
    runs = [fresh_sessions() for _ in range(2)]
    assert len({next(run) for run in runs for _ in range(100)}) == 200
