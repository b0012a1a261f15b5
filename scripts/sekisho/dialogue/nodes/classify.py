"""`classify`: the model chooses one of the node's labels; that is the intent of the turn."""

from sekisho.dialogue.nodes.question import Question, fields_of
from sekisho.dialogue.parts import Parts
from sekisho.dialogue.turn import Turn
from sekisho.model.kinds.workflow import ClassifyNode


class Classify:
    """Sets the intent and its mode; an answer that is none of the labels sets the intent to None.

    `nodes.<id>` is `text`, `label` (None when it is none of the labels) and the fields of a structured answer.
    """

    failure = "exec.prompt"

    def __init__(self, node_id: str, node: ClassifyNode, parts: Parts) -> None:
        self._id = node_id
        self._question = Question(node_id, node, parts)
        self._field = node.field
        self._modes = {label: parts.find(parts.workflow.intents, label, "intent").mode for label in node.labels}

    async def run(self, turn: Turn) -> None:
        """Ask, and set the intent."""
        answer = await self._question.ask(turn)
        fields = fields_of(answer)
        said = answer.text.strip() if answer.object is None else fields.get(self._field)
        label = said if isinstance(said, str) and said in self._modes else None
        turn.choose(label, self._modes[label] if label is not None else None)
        turn.keep(self._id, {"text": answer.text, **fields, "label": label})
