"""The work of one turn: what expressions see while it runs, and what will be in its trace."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sekisho.dialogue.state import ThreadState
from sekisho.errors import WorkflowError
from sekisho.model.base import Json, Language
from sekisho.model.kinds.case import Fault
from sekisho.model.kinds.workflow import Limits
from sekisho.model.trace import ModelCall, ToolCall, TurnError, TurnTrace
from sekisho.ports import ModelProvider

MAX_USER_CHARS = 10_000


@dataclass(frozen=True, slots=True)
class World:
    """What stays the same through a dialogue: who answers model calls, the clock, the case's trial and faults.

    `granted` are the permissions of this dialogue's tools; None grants all.
    """

    provider: ModelProvider
    now: datetime
    trial: int = 0
    faults: Sequence[Fault] = ()
    granted: frozenset[str] | None = None


@dataclass(slots=True)
class Turn:
    """One turn under way. `context` is what expressions and replies see; values in it are only ever data."""

    state: ThreadState
    world: World
    user: str
    language: Language
    context: dict[str, Any]
    now: datetime
    """The frozen clock in the time zone of the active workflow's config."""
    limits: Limits
    raw_slots: dict[str, Json] = field(default_factory=dict)
    tool_calls: list[ToolCall] = field(default_factory=list)
    retrieved: list[str] = field(default_factory=list)
    route: list[str] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)
    calls: list[ModelCall] = field(default_factory=list)
    reply: str = ""
    citations: list[str] = field(default_factory=list)
    latency_ms: float = 0.0

    def keep(self, node: str, result: dict[str, Json]) -> None:
        """Make a node's result readable as `nodes.<node>` until the turn ends."""
        self.context["nodes"][node] = result

    def choose(self, intent: str | None, mode: str | None) -> None:
        """Set the intent and, where it names one, the dialogue mode."""
        self.context["intent"] = intent
        if mode is not None:
            self.set_mode(mode)

    def set_mode(self, mode: str | None) -> None:
        """Set the dialogue mode, which lasts until it is set again."""
        self.context["mode"] = self.state.mode = mode

    def trace(self, error: TurnError | None = None) -> TurnTrace:
        """Return what happened as a value."""
        context = self.context
        return TurnTrace(
            user=self.user,
            language=self.language,
            intent=context["intent"],
            mode=context["mode"],
            slots={name: value for name, value in self.state.slots.items() if value is not None},
            raw_slots=self.raw_slots,
            next_action=context["next_action"],
            outcome=context["outcome"],
            tool_calls=tuple(self.tool_calls),
            retrieved=tuple(self.retrieved),
            reply=self.reply,
            citations=tuple(self.citations),
            route=tuple(self.route),
            edges=tuple(self.edges),
            calls=tuple(self.calls),
            latency_ms=self.latency_ms,
            error=error,
        )


def begin(state: ThreadState, world: World, user: str, language: Language) -> Turn:
    """Open the next turn of a dialogue; what belongs to a workflow is filled in on entering it."""
    text = unicodedata.normalize("NFKC", user[:MAX_USER_CHARS]).strip()
    context: dict[str, Any] = {
        "user": user,
        "text": text,
        "silence": not text,
        "language": language.value,
        "turn": state.turn,
        "intent": None,
        "mode": state.mode,
        "next_action": None,
        "outcome": None,
        "slots": state.slots,
        "vars": state.vars,
        "nodes": {},
        "last_reply": state.last_reply,
        "last_action": state.last_action,
    }
    return Turn(state, world, user, language, context, world.now, Limits())


def check_turn(turn: Turn) -> None:
    """Raise WorkflowError when the dialogue is over, has had all its turns, or the utterance is too long."""
    if turn.state.ended:
        raise WorkflowError("the dialogue has ended", code="policy.ended")
    if turn.state.turn > turn.limits.max_turns:
        raise WorkflowError(f"the dialogue had its {turn.limits.max_turns} turns", code="policy.turn_limit")
    if len(turn.user) > MAX_USER_CHARS:
        raise WorkflowError(f"the utterance is longer than {MAX_USER_CHARS} characters", code="policy.user_limit")
