"""The workflows of a registry as reports draw them: nodes, edges in the order they are tried, roles of intents."""

from sekisho.model.kinds.workflow import Workflow
from sekisho.model.registry import Registry
from sekisho.model.verdict import GraphEdge, GraphNode, WorkflowGraph


def graphs_of(registry: Registry) -> tuple[WorkflowGraph, ...]:
    """Return one graph a workflow, by id."""
    return tuple(_graph(name, workflow) for name, workflow in sorted(registry.workflows.items()))


def _graph(name: str, workflow: Workflow) -> WorkflowGraph:
    return WorkflowGraph(
        workflow=name,
        start=workflow.start,
        nodes=tuple(GraphNode(id=node_id, type=node.kind) for node_id, node in workflow.nodes.items()),
        edges=tuple(GraphEdge(source=edge.source, to=edge.to, when=edge.when or "") for edge in workflow.edges),
        intents={label: intent.role.value for label, intent in workflow.intents.items()},
    )
