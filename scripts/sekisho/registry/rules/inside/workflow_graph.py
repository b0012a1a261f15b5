"""The graph of a workflow is whole: edges join nodes that exist, replies end turns, and only they do."""

from collections.abc import Iterator

from sekisho.model.kinds.workflow import RespondNode, Workflow
from sekisho.registry.extract.workflow import TO_WORKFLOW
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Subject
from sekisho.registry.rules.wording import near


def check(subject: Subject) -> Iterator[Problem]:
    """Yield unknown nodes, edges out of replies, nodes that lead nowhere and edges that can never be taken."""
    workflow: Workflow = subject.artifact
    if workflow.start not in workflow.nodes:
        yield _unknown(workflow, "start", ("start",), workflow.start)
    for index, edge in enumerate(workflow.edges):
        if edge.source not in workflow.nodes:
            yield _unknown(workflow, "an edge from an", ("edges", index, "from"), edge.source)
        if not edge.to.startswith(TO_WORKFLOW) and edge.to not in workflow.nodes:
            yield _unknown(workflow, "an edge to an", ("edges", index, "to"), edge.to)
    yield from _ends(workflow)
    yield from _speechless(workflow)
    yield from _never_taken(workflow)


def _unknown(workflow: Workflow, what: str, path: tuple[str | int, ...], name: str) -> Problem:
    message = "the start is an unknown node" if what == "start" else f"{what} unknown node"
    expected = near(name, workflow.nodes) or one_of(list(workflow.nodes))
    return Problem("graph/unknown-node", path, message, excerpt(name), expected)


def _ends(workflow: Workflow) -> Iterator[Problem]:
    sources = {edge.source for edge in workflow.edges}
    for name, node in workflow.nodes.items():
        if not isinstance(node, RespondNode) and name not in sources:
            message, expected = "a node that leads nowhere", "an edge from it, or kind: respond"
            yield Problem("graph/dead-end", ("nodes", name), message, excerpt(name), expected, at_key=True)
    for index, edge in enumerate(workflow.edges):
        if isinstance(workflow.nodes.get(edge.source), RespondNode):
            message = "an edge from a node that ends the turn"
            yield Problem("graph/edge-after-reply", ("edges", index, "from"), message, excerpt(edge.source))


def _speechless(workflow: Workflow) -> Iterator[Problem]:
    """A reply exists in every language any reply of the workflow has."""
    replies = {name: node.reply for name, node in workflow.nodes.items() if isinstance(node, RespondNode)}
    languages = {language for reply in replies.values() for language in reply}
    for name, reply in replies.items():
        for language in sorted(languages - reply.keys()):
            message, expected = "a reply that other nodes have in one more language", f"{language}: ..."
            yield Problem("workflow/missing-reply", ("nodes", name, "reply"), message, None, expected, at_key=True)


def _never_taken(workflow: Workflow) -> Iterator[Problem]:
    """Edges are tried in file order, so whatever stands after an unguarded edge of the same node is dead."""
    decided: dict[str, int] = {}
    for index, edge in enumerate(workflow.edges):
        if edge.source in decided:
            before = decided[edge.source]
            message = f"an edge that is never taken: edge {before + 1} of the file leaves the same node unconditionally"
            yield Problem("graph/edge-never-taken", ("edges", index), message, excerpt(f"{edge.source} -> {edge.to}"))
        elif edge.when is None:
            decided[edge.source] = index
