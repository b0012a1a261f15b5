"""Routing changes: what the dialogue does next."""

from collections.abc import Sequence

from sekisho.change.types.rule import Rule, rules
from sekisho.model.change import ChangeType
from sekisho.model.ref import Kind

RULES: Sequence[Rule] = (
    *rules([Kind.WORKFLOW], ".", ChangeType.ROUTING, "a workflow decides what happens next"),
    *rules([Kind.WORKFLOW], "edges", ChangeType.ROUTING, "edges and guards decide which node comes next"),
    *rules([Kind.WORKFLOW], "start entry", ChangeType.ROUTING, "decides where dialogues begin"),
    *rules([Kind.WORKFLOW], "nodes", ChangeType.ROUTING, "the node decides what happens in a turn"),
    *rules([Kind.WORKFLOW], "intents", ChangeType.ROUTING, "intents are the labels that are routed by"),
    *rules([Kind.WORKFLOW], "slots variables", ChangeType.ROUTING, "guards and nodes read this state"),
    *rules([Kind.WORKFLOW], "limits", ChangeType.ROUTING, "limits end dialogues"),
    *rules([Kind.WORKFLOW], "config", ChangeType.ROUTING, "guards read the config's settings"),
    *rules([Kind.CONFIG], ". settings timezone", ChangeType.ROUTING, "guards and nodes read the config's settings"),
)
