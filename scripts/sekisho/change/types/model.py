"""Model changes: who answers, with which parameters, and what happens when it fails."""

from collections.abc import Sequence

from sekisho.change.types.rule import Rule, rules
from sekisho.model.change import ChangeType
from sekisho.model.ref import Kind

RULES: Sequence[Rule] = (
    *rules([Kind.MODEL], ".", ChangeType.MODEL, "prompts are answered by the models of the registry"),
    *rules([Kind.MODEL], "provider model weights_sha256", ChangeType.MODEL, "another model answers"),
    *rules([Kind.MODEL], "parameters", ChangeType.MODEL, "sampling parameters decide what the model answers"),
    *rules([Kind.MODEL], "timeout_s retries fallbacks", ChangeType.MODEL, "decides who answers when the model fails"),
    *rules([Kind.PROMPT], "model", ChangeType.MODEL, "another model answers this prompt"),
    *rules([Kind.PROMPT], "modelParameters", ChangeType.MODEL, "sampling parameters decide what the model answers"),
)
