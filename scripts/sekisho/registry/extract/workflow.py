"""Facts of a workflow: what its nodes name, what they can produce, and what they ask of prompts and tools.

`nodes` maps a node's id to its `kind` and, by kind: `prompt`, `inputs`, `labels` and `field` (classify), `slots`
(extract); `tool`, `arguments`; `knowledge`.
"""

import re
from collections.abc import Iterator, Mapping

from sekisho.model.base import Json
from sekisho.model.kinds.workflow import (
    ClassifyNode,
    ExtractNode,
    LlmNode,
    Node,
    RespondNode,
    RetrieveNode,
    RuleNode,
    ToolNode,
    Workflow,
)
from sekisho.model.ref import Kind
from sekisho.registry.extract.collector import Collector, Names
from sekisho.registry.extract.sources import sources

TO_WORKFLOW = "workflow:"
PRODUCED = ("intents", "modes", "next_actions", "outcomes")
"""What a workflow's turns can end with; `ANY` among them says that an expression decides."""
ANY = "*"
_GROUPS = {"last_action": "next_actions", "next_action": "next_actions", "intent": "intents"}
_GROUPS |= {"mode": "modes", "outcome": "outcomes"}
_COMPARISON = re.compile(
    r"(?<![\w.])(intent|mode|next_action|outcome|last_action)\s*"
    r"(?:[=!]=\s*('[^']*'|\"[^\"]*\")|(?:not\s+)?in\s*[\[(]([^\])]*)[\])])"
)
_LITERAL = re.compile(r"'([^']+)'|\"([^\"]+)\"")


def workflow(artifact: Workflow, collector: Collector) -> Mapping[str, Json]:
    """Return the details listed in `extract.table`."""
    collector.refer(Kind.CONFIG, artifact.config, "config")
    names = Names()
    for intent_id, intent in artifact.intents.items():
        names.add("intents", intent_id, "intents", intent_id)
        names.add("modes", intent.mode, "intents", intent_id, "mode")
    nodes = {name: _node(name, node, collector, names) for name, node in artifact.nodes.items()}
    return {
        "entry": artifact.entry,
        "config": artifact.config,
        "start": artifact.start,
        "slots": {name: str(slot.type) for name, slot in artifact.slots.items()},
        "variables": {name: variable.type for name, variable in artifact.variables.items()},
        **_read(artifact),
        **{group: list(names.groups.get(group, ())) for group in PRODUCED},
        "nodes": nodes,
        "leads_to": sorted(_leads_to(artifact, collector)),
    }


def _read(artifact: Workflow) -> dict[str, Json]:
    """Return the settings the expressions read and the words they compare the dialogue's state with."""
    names = Names()
    for source in sources(artifact):
        for name in source.facts().names:
            root, _, member = name.partition(".")
            if root == "config" and member:
                names.add("settings", member.partition(".")[0], *source.path)
        if not source.is_template:
            for group, word in compared(source.text):
                names.add(group, word, *source.path)
    settings = names.groups.pop("settings", {})
    return {"settings": settings, "compares": names.groups}


def compared(expression: str) -> Iterator[tuple[str, str]]:
    """Yield the state and the word of each comparison: `intent == 'faq'`, `mode in ['OOS', 'FAQ']`."""
    for state, one, many in _COMPARISON.findall(expression):
        group = _GROUPS[state]
        yield from ((group, first or second) for first, second in _LITERAL.findall(one or many))


def _leads_to(artifact: Workflow, collector: Collector) -> set[str]:
    found = {node.resume for node in artifact.nodes.values() if isinstance(node, RespondNode) and node.resume}
    for index, edge in enumerate(artifact.edges):
        if edge.to.startswith(TO_WORKFLOW):
            target = edge.to.removeprefix(TO_WORKFLOW)
            collector.refer(Kind.WORKFLOW, target, "edges", index, "to", node=edge.source)
            found.add(target)
    return found


def _node(name: str, node: Node, collector: Collector, names: Names) -> dict[str, Json]:
    path = ("nodes", name)
    if isinstance(node, (LlmNode, ClassifyNode, ExtractNode)):
        collector.refer(Kind.PROMPT, node.prompt, *path, "prompt", node=name)
        return {"kind": node.kind, "prompt": node.prompt, "inputs": list(node.inputs), **_asked(node)}
    if isinstance(node, ToolNode):
        collector.refer(Kind.TOOL, node.tool, *path, "tool", node=name)
        return {"kind": node.kind, "tool": node.tool, "arguments": list(node.arguments)}
    if isinstance(node, RetrieveNode):
        collector.refer(Kind.KNOWLEDGE, node.knowledge, *path, "knowledge", node=name)
        return {"kind": node.kind, "knowledge": node.knowledge}
    if isinstance(node, RuleNode):
        for key, expression in node.set.items():
            for word in produced(expression):
                names.add(f"{key}s", word, *path, "set", key)
    if isinstance(node, RespondNode):
        collector.refer(Kind.WORKFLOW, node.resume, *path, "resume", node=name)
        names.add("next_actions", node.next_action, *path, "next_action")
        names.add("outcomes", node.outcome, *path, "outcome")
    return {"kind": node.kind}


def produced(expression: str) -> list[str]:
    """Return the words an expression can set a state to: its string literals; `ANY` when it has none.

    Generous on purpose: a word too many hides a mistake in a case, a word too few would report a right case.
    """
    return [first or second for first, second in _LITERAL.findall(expression)] or [ANY]


def _asked(node: LlmNode | ClassifyNode | ExtractNode) -> dict[str, Json]:
    if isinstance(node, ClassifyNode):
        return {"labels": list(node.labels), "field": node.field}
    return {"slots": list(node.slots)} if isinstance(node, ExtractNode) else {}
