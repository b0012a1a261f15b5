"""`extract`: the model reads values out of the utterance; each is normalised before it fills its slot."""

from sekisho.dialogue.nodes.question import Question, fields_of
from sekisho.dialogue.parts import Parts
from sekisho.dialogue.slots import normalise
from sekisho.dialogue.turn import Turn
from sekisho.model.base import Json
from sekisho.model.kinds.workflow import ExtractNode
from sekisho.text.pii.known import comparable, is_quoted


class Extract:
    """Fills slots from the fields of the answer; a refused value leaves its slot as it was.

    `nodes.<id>` is `text`, the fields, and the lists of names `filled` and `invalid`.
    """

    failure = "exec.prompt"

    def __init__(self, node_id: str, node: ExtractNode, parts: Parts) -> None:
        self._id = node_id
        self._question = Question(node_id, node, parts)
        self._slots = {name: parts.find(parts.workflow.slots, name, "slot") for name in node.slots}

    async def run(self, turn: Turn) -> None:
        """Ask, normalise, fill."""
        answer = await self._question.ask(turn)
        fields = fields_of(answer)
        mentioned = {name: fields[name] for name in self._slots if fields.get(name) not in (None, "")}
        filled, invalid = self._fill(turn, mentioned)
        turn.raw_slots.update(mentioned)
        turn.keep(self._id, {"text": answer.text, **fields, "filled": filled, "invalid": invalid})

    def _fill(self, turn: Turn, mentioned: dict[str, Json]) -> tuple[list[str], list[str]]:
        values = {name: self._value(name, raw, turn) for name, raw in mentioned.items()}
        filled = [name for name, value in values.items() if value is not None]
        turn.state.slots.update({name: values[name] for name in filled})
        return filled, [name for name in values if name not in filled]

    def _value(self, name: str, raw: Json, turn: Turn) -> Json:
        slot = self._slots[name]
        if slot.quoted and not is_quoted(raw, comparable(turn.context["text"])):
            return None
        return normalise(slot, raw, turn.now)
