"""Every node can be reached from the start, and from every node a reply (or another workflow) can be reached."""

from collections.abc import Iterator

from sekisho.closure import closure
from sekisho.model.kinds.workflow import RespondNode, Workflow
from sekisho.registry.extract.workflow import TO_WORKFLOW
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Yield nodes that are never reached and nodes from which no turn ends."""
    workflow: Workflow = subject.artifact
    if workflow.start not in workflow.nodes:
        return
    forward: dict[str, list[str]] = {}
    backward: dict[str, list[str]] = {}
    for edge in workflow.edges:
        forward.setdefault(edge.source, []).append(edge.to)
        backward.setdefault(edge.to, []).append(edge.source)
    reached = closure([workflow.start], forward)
    ends = [name for name, node in workflow.nodes.items() if isinstance(node, RespondNode)]
    ends += [edge.to for edge in workflow.edges if edge.to.startswith(TO_WORKFLOW)]
    ending = closure(ends, backward)
    for name in workflow.nodes:
        path = ("nodes", name)
        if name not in reached:
            message, expected = "a node that is never reached", f"a way from {workflow.start}"
            yield Problem("graph/unreachable", path, message, excerpt(name), expected, at_key=True)
        elif name not in ending and name in forward:
            message, expected = "a cycle without an exit: no reply can be reached from here", "a way to a respond node"
            yield Problem("graph/no-exit", path, message, excerpt(name), expected, at_key=True)
