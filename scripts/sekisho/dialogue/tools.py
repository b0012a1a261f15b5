"""Calling a tool as a careful client does: checked arguments, permissions, retries, idempotency, injected faults."""

from collections.abc import Mapping
from typing import Any

from sekisho.dialogue.sandbox import Attempt, SandboxTool
from sekisho.dialogue.turn import Turn
from sekisho.errors import WorkflowError
from sekisho.model.base import Json
from sekisho.model.kinds.tool import ToolErrorCode
from sekisho.model.trace import ToolCall
from sekisho.serialize import digest

ARGS_SCHEMA = "args_schema"
"""The error of a call whose arguments do not fit the tool's input schema; the tool is not tried."""

_RETRYABLE = frozenset({ToolErrorCode.TIMEOUT, ToolErrorCode.ERROR})


def call_tool(turn: Turn, tool: SandboxTool, values: Mapping[str, Json]) -> ToolCall:
    """Call a tool once, with its retries, and note the call in the turn. None among `values` means not given.

    Raises WorkflowError `policy.tool_limit` when the turn has had all its calls.
    """
    if len(turn.tool_calls) >= turn.limits.max_tool_calls:
        message = f"the turn had its {turn.limits.max_tool_calls} tool calls"
        raise WorkflowError(message, code="policy.tool_limit")
    arguments = {name: value for name, value in values.items() if value is not None}
    call = _refused(turn, tool, arguments) or _repeated(turn, tool, arguments) or _tried(turn, tool, arguments)
    turn.tool_calls.append(call)
    return call


def _refused(turn: Turn, tool: SandboxTool, arguments: dict[str, Json]) -> ToolCall | None:
    wrong = tool.refused(arguments)
    if wrong is not None:
        return _call(tool, arguments, error=ARGS_SCHEMA, message=wrong)
    granted = turn.world.granted
    missing = [] if granted is None else [name for name in tool.tool.permissions if name not in granted]
    if missing:
        message = f"this dialogue lacks the permission {', '.join(missing)}"
        return _call(tool, arguments, error=ToolErrorCode.PERMISSION_DENIED.value, message=message)
    return None


def _repeated(turn: Turn, tool: SandboxTool, arguments: dict[str, Json]) -> ToolCall | None:
    done = turn.state.done.get(_key(tool, arguments)) if tool.tool.idempotency_key else None
    return done and _call(tool, arguments, result=done.result, message=done.message)


def _tried(turn: Turn, tool: SandboxTool, arguments: dict[str, Json]) -> ToolCall:
    attempt, attempts, injected = Attempt(error=ToolErrorCode.ERROR), 0, False
    while attempt.error in _RETRYABLE and attempts <= tool.tool.retries:
        attempts += 1
        fault = _fault(turn, tool.id)
        injected = injected or fault is not None
        attempt = _attempt(turn, tool, arguments) if fault is None else _faulty(tool, fault)
        turn.latency_ms += attempt.delay_ms
    call = _call(
        tool,
        arguments,
        result=attempt.result,
        error=attempt.error and attempt.error.value,
        message=attempt.message,
        attempts=attempts,
        injected=injected,
    )
    if call.error is None and tool.tool.idempotency_key:
        turn.state.done.setdefault(_key(tool, arguments), call)
    return call


def _attempt(turn: Turn, tool: SandboxTool, arguments: dict[str, Json]) -> Attempt:
    context = {name: turn.context[name] for name in ("now", "today", "language")}
    return tool.attempt({**context, "arguments": arguments})


def _fault(turn: Turn, tool: str) -> ToolErrorCode | None:
    """Count a try of the tool and return the error the case injects into it, if any."""
    tries = turn.state.tries[tool] = turn.state.tries.get(tool, 0) + 1
    for place, fault in enumerate(turn.world.faults):
        if fault.tool == tool and fault.call == tries:
            turn.state.fired.add(place)
            return fault.error
    return None


def _faulty(tool: SandboxTool, error: ToolErrorCode) -> Attempt:
    return (
        tool.timed_out()
        if error is ToolErrorCode.TIMEOUT
        else Attempt(error=error, message=f"{error.value} (injected)")
    )


def _key(tool: SandboxTool, arguments: Mapping[str, Json]) -> str:
    return digest([tool.id, {name: arguments.get(name) for name in tool.tool.idempotency_key}])


def _call(tool: SandboxTool, arguments: dict[str, Json], attempts: int = 0, **outcome: Any) -> ToolCall:
    return ToolCall(tool=tool.id, arguments=arguments, attempts=attempts, **outcome)
