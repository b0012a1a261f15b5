"""`tool`: calls a tool with computed arguments; that it failed is a result like any other."""

from sekisho.dialogue.parts import Parts
from sekisho.dialogue.tools import call_tool
from sekisho.dialogue.turn import Turn
from sekisho.model.kinds.workflow import ToolNode
from sekisho.template import compile_expression


class Tool:
    """`nodes.<id>` is `ok`, `result`, `error` (a code, None when ok) and `message`."""

    failure = "exec.arguments"

    def __init__(self, node_id: str, node: ToolNode, parts: Parts) -> None:
        self._id = node_id
        self._tool = parts.find(parts.tools, node.tool, "tool")
        self._arguments = {name: compile_expression(source) for name, source in node.arguments.items()}

    async def run(self, turn: Turn) -> None:
        """Call, and keep what came back."""
        call = call_tool(turn, self._tool, {name: value(turn.context) for name, value in self._arguments.items()})
        outcome = {"ok": call.error is None, "result": call.result, "error": call.error, "message": call.message}
        turn.keep(self._id, outcome)
