"""Dialogues with a system outside: turn by turn, each with what was said before, until the end or an error."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from itertools import count
from secrets import token_hex
from typing import Any

from sekisho.adapters.target_answer import failed_turn, trace_of
from sekisho.errors import WorkflowError
from sekisho.model.base import Language
from sekisho.model.kinds.case import Fault
from sekisho.model.target import Exchange, TargetTurn
from sekisho.model.trace import Conversation, TurnTrace

Ask = Callable[[TargetTurn], Awaitable[Any]]
"""Gets the answer to one turn: a text or a mapping of `TargetAnswer`'s fields.

Raises WorkflowError when there is none, RateLimitedError when there is no room for the turn.
"""
Clock = Callable[[], float]
"""Seconds, monotonic."""


def fresh_sessions() -> Iterator[str]:
    """Yield names of dialogues that no other dialogue has, in this process or another."""
    run = token_hex(8)
    return (f"{run}-{number}" for number in count(1))


class OutsideTarget:
    """Implements the `Target` port over `ask`. With a `clock` turns that tell no latency are timed."""

    def __init__(self, ask: Ask, sessions: Iterator[str], clock: Clock | None = None) -> None:
        self._ask = ask
        self._sessions = sessions
        self._clock = clock

    async def converse(
        self, utterances: Sequence[str], *, now: datetime, trial: int, faults: Sequence[Fault], language: Language
    ) -> Conversation:
        """Hold one fresh dialogue; it stops after a turn with an error. Raises RateLimitedError as `ask` does."""
        session = next(self._sessions)
        turns: list[TurnTrace] = []
        history: tuple[Exchange, ...] = ()
        for text in utterances:
            turn = TargetTurn(
                user=text,
                history=history,
                now=now,
                language=language,
                session=session,
                trial=trial,
                faults=tuple(faults),
            )
            turns.append(await self._turn(turn))
            if turns[-1].error is not None:
                break
            history = (*history, Exchange(user=text, reply=turns[-1].reply))
        met = sum(len(call.injected) for turn in turns for call in turn.tool_calls)
        return Conversation(turns=tuple(turns), unfired_faults=max(0, len(faults) - met))

    async def _turn(self, turn: TargetTurn) -> TurnTrace:
        begun = self._seconds()
        try:
            answer = await self._ask(turn)
            return trace_of(turn, answer, self._since(begun))
        except WorkflowError as error:
            return failed_turn(turn, error, self._since(begun))

    def _seconds(self) -> float:
        return 0.0 if self._clock is None else self._clock()

    def _since(self, begun: float) -> float:
        """Return milliseconds to a tenth."""
        return round((self._seconds() - begun) * 1000, 1)
