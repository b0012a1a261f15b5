"""Every expression and template of a workflow, with its path."""

from collections.abc import Iterator
from typing import NamedTuple

from sekisho.model.kinds.workflow import (
    ClassifyNode,
    ExtractNode,
    LlmNode,
    Node,
    RetrieveNode,
    RuleNode,
    ToolNode,
    Workflow,
)
from sekisho.registry.document import Path
from sekisho.template import TemplateFacts, check_expression, check_template


class Source(NamedTuple):
    """One expression or template of a workflow, and where it stands."""

    path: Path
    text: str
    is_template: bool = False

    def facts(self) -> TemplateFacts:
        """Return what it reads and what is wrong with it."""
        return check_template(self.text) if self.is_template else check_expression(self.text)


def sources(workflow: Workflow) -> Iterator[Source]:
    """Yield every expression and template, in file order of nodes, then edges."""
    for name, node in workflow.nodes.items():
        yield from _of_node(("nodes", name), node)
    for index, edge in enumerate(workflow.edges):
        if edge.when is not None:
            yield Source(("edges", index, "when"), edge.when)


def _of_node(path: Path, node: Node) -> Iterator[Source]:
    if isinstance(node, (LlmNode, ClassifyNode, ExtractNode)):
        yield from (Source((*path, "inputs", name), text) for name, text in node.inputs.items())
    elif isinstance(node, RuleNode):
        yield from (Source((*path, "set", name), text) for name, text in node.set.items())
    elif isinstance(node, RetrieveNode):
        yield Source((*path, "query"), node.query)
    elif isinstance(node, ToolNode):
        yield from (Source((*path, "arguments", name), text) for name, text in node.arguments.items())
    else:
        yield from (Source((*path, "reply", str(language)), text, True) for language, text in node.reply.items())
        if node.citations is not None:
            yield Source((*path, "citations"), node.citations)
