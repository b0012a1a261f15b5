"""Faults a case injects: which of them meets a try of a tool, and what the try comes to then."""

from collections.abc import Callable
from dataclasses import replace

from sekisho.dialogue.sandbox import Attempt, SandboxTool
from sekisho.dialogue.turn import Turn
from sekisho.errors import WorkflowError
from sekisho.model.kinds.case import ErrorFault, Fault, MalformedFault, SlowFault
from sekisho.model.kinds.tool import ToolErrorCode

Deliver = Callable[[], Attempt]
"""Lets the tool do its work."""


def next_fault(turn: Turn, tool: str) -> Fault | None:
    """Count a try of the tool and return the fault the case injects into it, if any."""
    tries = turn.state.tries[tool] = turn.state.tries.get(tool, 0) + 1
    for place, fault in enumerate(turn.world.faults):
        if fault.tool == tool and fault.call == tries:
            turn.state.fired.add(place)
            return fault
    return None


def spoiled(tool: SandboxTool, fault: Fault | None, deliver: Deliver) -> Attempt:
    """Return what a try comes to when `fault` meets it; without one it is delivered as it is.

    Raises WorkflowError `exec.fault` (the harness's fault) for a malformed result that is none, and as `deliver` does.
    """
    if isinstance(fault, ErrorFault):
        return _failed(tool, ToolErrorCode(fault.kind))
    if isinstance(fault, MalformedFault):
        return _malformed(tool, fault)
    if isinstance(fault, SlowFault):
        return tool.heard(replace(deliver(), delay_ms=float(fault.delay_ms)))
    return deliver()


def _failed(tool: SandboxTool, error: ToolErrorCode) -> Attempt:
    if error is ToolErrorCode.TIMEOUT:
        return tool.timed_out()
    return Attempt(error=error, message=f"{error.value} (injected)")


def _malformed(tool: SandboxTool, fault: MalformedFault) -> Attempt:
    attempt = tool.checked(Attempt(result=fault.result))
    if attempt.error is None:
        message = f"the result injected into tool {tool.id!r} is not malformed: its output schema accepts it"
        raise WorkflowError(message, code="exec.fault", at_fault="harness")
    return attempt
