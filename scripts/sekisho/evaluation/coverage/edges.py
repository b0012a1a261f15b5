"""Every edge of every workflow is taken by some dialogue; two edges between the same nodes are two."""

from collections.abc import Iterator

from sekisho.evaluation.coverage.ground import Goal, Ground
from sekisho.model.kinds.workflow import Edge
from sekisho.model.trace import edge_label


def edge_goals(ground: Ground) -> Iterator[Goal]:
    """Yield the edges of each workflow, named by label, ends and guard."""
    taken = {label for turn in ground.turns for label in turn.edges}
    for workflow_id, workflow in sorted(ground.registry.workflows.items()):
        names = {edge_label(workflow_id, place): edge for place, edge in enumerate(workflow.edges)}
        named = {label: _named(label, edge) for label, edge in names.items()}
        reached = frozenset(name for label, name in named.items() if label in taken)
        yield Goal(workflow_id, list(named.values()), reached)


def _named(label: str, edge: Edge) -> str:
    guard = f" when {edge.when}" if edge.when is not None else ""
    return f"{label} {edge.source} -> {edge.to}{guard}"
