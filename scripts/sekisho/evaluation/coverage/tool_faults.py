"""Every way in which a tool can fail meets some dialogue.

Time-outs, errors, late answers and malformed results can happen to any tool; a refusal for lack of permission to one
that needs permissions; a call delivered twice matters to one that changes something; `not_found` and `conflict` are the
tool's own words, so only a tool whose script says them can. Those two are reached also when the script itself says so.
"""

from collections.abc import Iterator

from sekisho.evaluation.coverage.ground import Goal, Ground
from sekisho.model.kinds.case import CaseBase
from sekisho.model.kinds.tool import Tool, ToolErrorCode
from sekisho.model.registry import Registry
from sekisho.model.run import CaseResult

ALWAYS = ("timeout", "error", "slow", "malformed")
OWN = (ToolErrorCode.NOT_FOUND, ToolErrorCode.CONFLICT)


def _goals(registry: Registry) -> Iterator[Goal]:
    """Yield the possible faults of each tool."""
    for tool_id, tool in sorted(registry.tools.items()):
        yield Goal(tool_id, {(tool_id, kind): f"{tool_id}: {kind}" for kind in possible_faults(tool)})


def _met(_case: CaseBase, result: CaseResult) -> Iterator[tuple[str, str]]:
    """Yield the faults that met a try, not those a case only announces, and the tools' own words."""
    for turn in result.turns:
        for call in turn.tool_calls:
            yield from ((call.tool, kind) for kind in call.injected)
            if call.error in OWN:
                yield call.tool, call.error


def possible_faults(tool: Tool) -> tuple[str, ...]:
    """Return the kinds of faults that can happen to a tool."""
    said = {row.error for row in tool.sandbox}
    return (
        *ALWAYS,
        *(["permission_denied"] if tool.permissions else []),
        *([] if tool.annotations.read_only_hint else ["duplicate"]),
        *(error.value for error in OWN if error in said),
    )


TOOL_FAULTS = Ground(_goals, _met)
