"""No type: what neither users meet nor the gate judges by."""

from collections.abc import Sequence

from sekisho.change.types.rule import Rule, rules
from sekisho.model.ref import Kind

READERS = "written for readers only"
RECORDS = "a record of operations, read by people"

RULES: Sequence[Rule] = (
    *rules([Kind.PROMPT], "name description x-sekisho.owner x-sekisho.notes", None, READERS),
    *rules([Kind.PROMPT], "x-sekisho.inputs.*.description x-sekisho.few_shot.*.note", None, READERS),
    *rules([Kind.MODEL], "description", None, READERS),
    *rules([Kind.MODEL], "price", None, "prices enter cost figures, never a request"),
    *rules([Kind.WORKFLOW], "description nodes.*.description variables.*.description", None, READERS),
    *rules([Kind.WORKFLOW], "intents.*.description slots.*.description", None, READERS),
    *rules([Kind.CONFIG], "description settings.*.description", None, READERS),
    *rules([Kind.KNOWLEDGE, Kind.LEXICON, Kind.ENVIRONMENT], "description", None, READERS),
    *rules([Kind.LEXICON], "concepts.*.description", None, READERS),
    *rules([Kind.POLICY], "suites.*.description", None, READERS),
    *rules([Kind.GOLDEN, Kind.SCENARIO], "title notes", None, READERS),
    *rules([Kind.RUBRIC], "name description provenance labels.*.note", None, READERS),
    *rules([Kind.CHANGE, Kind.INCIDENT], ". *", None, RECORDS),
)
