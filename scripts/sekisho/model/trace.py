"""What happened in a dialogue, turn by turn, and at which of the six stages each fact belongs."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from sekisho.model.base import Bool, Count, Float, Frozen, Json, JsonObject, Language
from sekisho.model.completion import Usage


class Stage(StrEnum):
    """The stages of a turn, in order (IR = interpretation: intent recognition)."""

    IR = "IR"
    MODE = "mode"
    SLOT = "slot"
    POLICY = "policy"
    EXEC = "exec"
    NLG = "NLG"


STAGE_OF_FIELD: Mapping[str, Stage] = {
    "intent": Stage.IR,
    "mode": Stage.MODE,
    "slots": Stage.SLOT,
    "next_action": Stage.POLICY,
    "outcome": Stage.POLICY,
    "tool_calls": Stage.EXEC,
    "retrieved": Stage.EXEC,
    "reply": Stage.NLG,
    "citations": Stage.NLG,
}
"""The stage that decides each field of a `TurnTrace`."""


class ModelCall(Frozen):
    """One answered model call of a turn: the recording's key, and what it used.

    `model` is the name of the model that answered, `fallback` whether it was not the prompt's first choice.
    """

    node: str
    prompt: str
    key: str
    usage: Usage = Usage()
    latency_ms: Float = 0.0
    model: str = ""
    fallback: Bool = False


class ToolCall(Frozen):
    """One tool call as the dialogue made it, after `attempts` tries; result or error, never both.

    No attempt was made when the arguments were refused (`args_schema`) or the dialogue lacks a permission, nor for a
    call whose idempotency key was answered before; `repeated` says that its answer came from there.
    `idempotency_key` names the arguments the tool's key is made of. `injected` are the kinds of faults of the case that
    met one of the tries, in order.
    """

    tool: str
    arguments: JsonObject
    result: Json = None
    error: str | None = None
    message: str = ""
    attempts: Count = 1
    repeated: bool = False
    idempotency_key: tuple[str, ...] = ()
    injected: tuple[str, ...] = ()


class TurnError(Frozen):
    """Why a turn could not be finished, and whose fault it was."""

    code: str
    message: str
    fault: Literal["agent", "harness"]


class TurnTrace(Frozen):
    """One turn. `slots` is the state after it; `route` lists `<workflow>/<node>` in the order they ran.

    `edges` lists `<workflow>#<place>` in the order they were taken, the place counted from 0 in the workflow's file;
    a turn's first node is entered by none.
    """

    user: str
    language: Language
    intent: str | None = None
    mode: str | None = None
    slots: Mapping[str, Json] = {}
    raw_slots: Mapping[str, Json] = {}
    next_action: str | None = None
    outcome: str | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    retrieved: tuple[str, ...] = ()
    reply: str = ""
    citations: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()
    calls: tuple[ModelCall, ...] = ()
    latency_ms: Float = 0.0
    error: TurnError | None = None


def edge_label(workflow: str, place: int) -> str:
    """Return what the edge at `place` (from 0) of a workflow's file is called in a trace."""
    return f"{workflow}#{place}"


class MissingAnswer(Frozen):
    """A model call replay had no answer for."""

    prompt: str
    key: str


class Conversation(Frozen):
    """A whole dialogue as a target ran it. It stops early at a missing answer or an error.

    `unfired_faults` counts injected faults that no call met.
    """

    turns: tuple[TurnTrace, ...]
    missing: tuple[MissingAnswer, ...] = ()
    unfired_faults: Count = 0
