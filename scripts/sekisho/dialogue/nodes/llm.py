"""`llm`: the model's answer, free or structured, is the node's result."""

from sekisho.dialogue.nodes.question import Question, fields_of
from sekisho.dialogue.parts import Parts
from sekisho.dialogue.turn import Turn
from sekisho.model.kinds.workflow import LlmNode


class Llm:
    """`nodes.<id>` is `text` and the fields of a structured answer."""

    failure = "exec.prompt"

    def __init__(self, node_id: str, node: LlmNode, parts: Parts) -> None:
        self._id = node_id
        self._question = Question(node_id, node, parts)

    async def run(self, turn: Turn) -> None:
        """Ask, and keep the answer."""
        answer = await self._question.ask(turn)
        turn.keep(self._id, {"text": answer.text, **fields_of(answer)})
