"""The classifier: one ordered table, the first rule that speaks of a field decides. A type is one file and one line."""

from collections.abc import Sequence

from sekisho.change.fields import FieldPath
from sekisho.change.types import evaluation, knowledge, model, neutral, prompt, routing, tool
from sekisho.change.types.rule import Rule
from sekisho.model.change import ChangeType
from sekisho.model.ref import Kind

RULES: Sequence[Rule] = (
    *neutral.RULES,
    *model.RULES,
    *prompt.RULES,
    *knowledge.RULES,
    *routing.RULES,
    *tool.RULES,
    *evaluation.RULES,
)


def classify(kind: Kind, path: FieldPath) -> tuple[ChangeType | None, str]:
    """Return what editing this field of this kind means, and why; what no rule speaks of is `unknown`."""
    for rule in RULES:
        if rule.applies(kind, path):
            return rule.type, rule.why
    return ChangeType.UNKNOWN, "no rule says what this field means, so everything runs"
