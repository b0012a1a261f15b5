"""`respond`: says the reply, names the action and ends the turn."""

from sekisho.dialogue.parts import Parts
from sekisho.dialogue.turn import Turn
from sekisho.errors import WorkflowError
from sekisho.model.kinds.workflow import RespondNode
from sekisho.template import compile_expression, compile_template
from sekisho.template.language import MAX_TEXT


class Respond:
    """Renders the reply in the dialogue's language and leaves the thread ready for the next turn."""

    failure = "NLG.template"

    def __init__(self, node_id: str, node: RespondNode, parts: Parts) -> None:
        self._id = node_id
        self._node = node
        self._replies = {language: compile_template(source) for language, source in node.reply.items()}
        self._citations = compile_expression(node.citations) if node.citations else None
        self._workflow = node.resume or parts.place.partition("/")[0]

    async def run(self, turn: Turn) -> None:
        """Say the reply; the action it stands for is known even when the reply fails."""
        turn.context["next_action"] = self._node.next_action
        if self._node.outcome is not None:
            turn.context["outcome"] = self._node.outcome
        self._cite(turn)
        self._say(turn)
        state = turn.state
        state.workflow = self._workflow
        state.last_reply, state.last_action = turn.reply, self._node.next_action
        state.ended = self._node.end

    def _cite(self, turn: Turn) -> None:
        cited = self._citations(turn.context) if self._citations else []
        if not isinstance(cited, list) or not all(isinstance(item, str) for item in cited):
            raise WorkflowError(f"node {self._id!r} cites {cited!r:.60}, not a list of ids", code="NLG.citation")
        turn.citations = cited

    def _say(self, turn: Turn) -> None:
        """Set the reply; one that is too long is cut, and an error."""
        template = self._replies.get(turn.language)
        if template is None:
            raise WorkflowError(f"node {self._id!r} has no reply in {turn.language}", code="NLG.language")
        reply, limit = template.render(turn.context, MAX_TEXT), turn.limits.max_reply_chars
        turn.reply = reply[:limit]
        if len(reply) > limit:
            raise WorkflowError(f"the reply of {self._id!r} is longer than {limit} characters", code="NLG.length")
