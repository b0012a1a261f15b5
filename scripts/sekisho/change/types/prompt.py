"""Prompt changes: what a model is told, the form of its answer, and the wording users read."""

from collections.abc import Sequence

from sekisho.change.types.rule import Rule, rules
from sekisho.model.change import ChangeType
from sekisho.model.ref import Kind

RULES: Sequence[Rule] = (
    *rules([Kind.PROMPT], ".", ChangeType.PROMPT, "workflow nodes name prompts by id"),
    *rules([Kind.PROMPT], "messages", ChangeType.PROMPT, "messages are sent to the model"),
    *rules([Kind.PROMPT], "x-sekisho.few_shot", ChangeType.PROMPT, "examples are sent to the model"),
    *rules([Kind.PROMPT], "x-sekisho.inputs", ChangeType.PROMPT, "inputs decide what is put into the messages"),
    *rules([Kind.PROMPT], "responseFormat jsonSchema", ChangeType.PROMPT, "decides the form of the answer"),
    *rules([Kind.WORKFLOW], "nodes.*.reply", ChangeType.PROMPT, "users read the reply"),
)
