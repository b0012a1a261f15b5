"""What a system outside this program is told of a turn, and what it may answer: in Python a value, over HTTP JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sekisho.model.base import Count, Float, Frozen, Json, Language
from sekisho.model.kinds.case import Fault
from sekisho.model.trace import ModelCall, ToolCall


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier turn of the dialogue: what the user said and what was replied."""

    user: str
    reply: str


@dataclass(frozen=True, slots=True)
class TargetTurn:
    """One turn to be answered. `user` is "" for silence, `history` is what was said before, oldest first.

    `now` is the case's frozen clock: whoever answers takes it for the present. `session` names the dialogue; it is
    never the same twice, so nothing may be decided by it. `faults` are what the case wants to go wrong; a tool call
    that met some names their kinds in `injected`, and a fault that no call met makes the case invalid.
    """

    user: str
    history: tuple[Exchange, ...]
    now: datetime
    language: Language
    session: str
    trial: Count = 0
    faults: tuple[Fault, ...] = ()


class AnswerError(Frozen):
    """An error the system met in the turn; it ends the dialogue and fails the case."""

    code: str
    message: str = ""


class TargetAnswer(Frozen):
    """The answer to a turn: the reply and whatever else of the turn's trace the system can tell.

    `slots` is the state after the turn, `route` what it went through, `calls` the model calls it made. What is left
    out is not known, and a case that expects it fails. `latency_ms` counts instead of what was measured.
    """

    reply: str = ""
    intent: str | None = None
    mode: str | None = None
    slots: Mapping[str, Json] = {}
    raw_slots: Mapping[str, Json] = {}
    next_action: str | None = None
    outcome: str | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    retrieved: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    calls: tuple[ModelCall, ...] = ()
    latency_ms: Float | None = None
    error: AnswerError | None = None
