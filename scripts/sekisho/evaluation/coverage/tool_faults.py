"""Every way in which a tool can fail meets some dialogue.

Time-outs, errors, late answers and malformed results can happen to any tool; a refusal for lack of permission to one
that needs permissions; a call delivered twice matters to one that changes something; `not_found` and `conflict` are the
tool's own words, so only a tool whose script says them can. Those two are reached also when the script itself says so.
"""

from collections.abc import Iterator

from sekisho.evaluation.coverage.ground import Goal, Ground
from sekisho.model.kinds.tool import Tool, ToolErrorCode

ALWAYS = ("timeout", "error", "slow", "malformed")
OWN = (ToolErrorCode.NOT_FOUND, ToolErrorCode.CONFLICT)


def tool_fault_goals(ground: Ground) -> Iterator[Goal]:
    """Yield the possible faults of each tool; those that met a try count, not those a case only announces."""
    calls = [call for turn in ground.turns for call in turn.tool_calls]
    for tool_id, tool in sorted(ground.registry.tools.items()):
        mine = [call for call in calls if call.tool == tool_id]
        met = {kind for call in mine for kind in call.injected} | {call.error for call in mine if call.error in OWN}
        wanted = possible_faults(tool)
        yield Goal(
            tool_id, [_named(tool_id, kind) for kind in wanted], frozenset(_named(tool_id, kind) for kind in met)
        )


def possible_faults(tool: Tool) -> tuple[str, ...]:
    """Return the kinds of faults that can happen to a tool."""
    said = {row.error for row in tool.sandbox}
    return (
        *ALWAYS,
        *(["permission_denied"] if tool.permissions else []),
        *([] if tool.annotations.read_only_hint else ["duplicate"]),
        *(error.value for error in OWN if error in said),
    )


def _named(tool: str, kind: str | None) -> str:
    return f"{tool}: {kind}"
