"""Every edge of every workflow is taken by some dialogue; two edges between the same nodes are two."""

from collections.abc import Iterator

from sekisho.evaluation.coverage.ground import Goal, Ground
from sekisho.model.kinds.case import CaseBase
from sekisho.model.kinds.workflow import Edge
from sekisho.model.registry import Registry
from sekisho.model.run import CaseResult
from sekisho.model.trace import edge_label


def _goals(registry: Registry) -> Iterator[Goal]:
    """Yield the edges of each workflow, named by label, ends and guard."""
    for workflow_id, workflow in sorted(registry.workflows.items()):
        names = {edge_label(workflow_id, place): edge for place, edge in enumerate(workflow.edges)}
        yield Goal(workflow_id, {label: _named(label, edge) for label, edge in names.items()})


def _taken(_case: CaseBase, result: CaseResult) -> Iterator[str]:
    return (label for turn in result.turns for label in turn.edges)


def _named(label: str, edge: Edge) -> str:
    guard = f" when {edge.when}" if edge.when is not None else ""
    return f"{label} {edge.source} -> {edge.to}{guard}"


EDGES = Ground(_goals, _taken)
