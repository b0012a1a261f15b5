"""Calling a tool as a careful client does: checked arguments, permissions, retries, idempotency, injected faults."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sekisho.dialogue.faults import next_fault, spoiled
from sekisho.dialogue.sandbox import Attempt, SandboxTool
from sekisho.dialogue.turn import Turn
from sekisho.errors import WorkflowError
from sekisho.model.base import Json
from sekisho.model.kinds.case import DuplicateFault
from sekisho.model.kinds.tool import ToolErrorCode
from sekisho.model.trace import ToolCall
from sekisho.serialize import digest

ARGS_SCHEMA = "args_schema"
"""The error of a call whose arguments do not fit the tool's input schema; the tool is not tried."""

DUPLICATE = "duplicate"
"""The kind of fault that a call delivered twice was met by."""

_RETRYABLE = frozenset({ToolErrorCode.TIMEOUT, ToolErrorCode.ERROR})


def call_tool(turn: Turn, tool: SandboxTool, values: Mapping[str, Json]) -> ToolCall:
    """Call a tool once, with its retries, and note the call in the turn. None among `values` means not given.

    A call that the network delivers twice is noted twice; the first is returned. Raises WorkflowError
    `policy.tool_limit` when the turn has had all its calls.
    """
    if len(turn.tool_calls) >= turn.limits.max_tool_calls:
        message = f"the turn had its {turn.limits.max_tool_calls} tool calls"
        raise WorkflowError(message, code="policy.tool_limit")
    arguments = {name: value for name, value in values.items() if value is not None}
    refused = _refused(turn, tool, arguments) or _repeated(turn, tool, arguments)
    calls = [refused] if refused else _tried(turn, tool, arguments)
    turn.tool_calls += calls
    return calls[0]


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
    done = turn.state.done.get(_key(tool, arguments))
    return _call(tool, arguments, result=done.result, message=done.message, repeated=True) if done else None


def _tried(turn: Turn, tool: SandboxTool, arguments: dict[str, Json]) -> list[ToolCall]:
    attempt, attempts, injected, twice = Attempt(error=ToolErrorCode.ERROR), 0, [], False
    while attempt.error in _RETRYABLE and attempts <= tool.tool.retries:
        attempts += 1
        fault = next_fault(turn, tool.id)
        injected += [fault.kind] if fault else []
        twice = twice or isinstance(fault, DuplicateFault)
        attempt = spoiled(tool, fault, lambda: _delivered(turn, tool, arguments))
        turn.latency_ms += attempt.delay_ms
    calls = [_heard(tool, arguments, attempt, attempts, tuple(injected))]
    if twice:
        again = _delivered(turn, tool, arguments)
        calls.append(_heard(tool, arguments, again, 0 if again.repeated else 1, (DUPLICATE,)))
    return calls


def _delivered(turn: Turn, tool: SandboxTool, arguments: dict[str, Json]) -> Attempt:
    """Let the tool do its work, once for each idempotency key: what it answered under a key it answers again."""
    key = _key(tool, arguments)
    if key in turn.state.done:
        return replace(turn.state.done[key], repeated=True, delay_ms=0.0)
    context = {name: turn.context[name] for name in ("now", "today", "language")}
    attempt = tool.attempt({**context, "arguments": arguments})
    if attempt.error is None and tool.tool.idempotency_key:
        turn.state.done[key] = attempt
    return attempt


def _key(tool: SandboxTool, arguments: Mapping[str, Json]) -> str:
    return digest([tool.id, {name: arguments.get(name) for name in tool.tool.idempotency_key}])


def _heard(
    tool: SandboxTool, arguments: dict[str, Json], attempt: Attempt, attempts: int, injected: tuple[str, ...]
) -> ToolCall:
    return _call(
        tool,
        arguments,
        result=attempt.result,
        error=attempt.error and attempt.error.value,
        message=attempt.message,
        attempts=attempts,
        repeated=attempt.repeated,
        injected=injected,
    )


def _call(tool: SandboxTool, arguments: dict[str, Json], attempts: int = 0, **outcome: Any) -> ToolCall:
    key = tool.tool.idempotency_key
    return ToolCall(tool=tool.id, arguments=arguments, attempts=attempts, idempotency_key=key, **outcome)
