"""What the nodes that ask a model share: computed inputs, one call, the answer's text and fields."""

from sekisho.dialogue.calls import ask
from sekisho.dialogue.parts import Parts
from sekisho.dialogue.turn import Turn
from sekisho.model.base import Json
from sekisho.model.completion import ModelAnswer
from sekisho.model.kinds.workflow import PromptNode
from sekisho.template import compile_expression


class Question:
    """A prompt with the expressions of its inputs."""

    def __init__(self, node_id: str, node: PromptNode, parts: Parts) -> None:
        self._node = node_id
        self._prompt = parts.find(parts.prompts, node.prompt, "prompt")
        self._inputs = {name: compile_expression(source) for name, source in node.inputs.items()}

    async def ask(self, turn: Turn) -> ModelAnswer:
        """Return the model's answer."""
        values = {name: value(turn.context) for name, value in self._inputs.items()}
        return await ask(turn, self._node, self._prompt, values)


def fields_of(answer: ModelAnswer) -> dict[str, Json]:
    """Return the fields of a structured answer; none when it is free text or not an object."""
    return answer.object if isinstance(answer.object, dict) else {}
