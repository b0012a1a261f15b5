"""Every workflow as a map: what the change touches, and the edges no case takes."""

from collections.abc import Collection, Iterator

from sekisho.model.ref import Kind
from sekisho.model.verdict import GateReport, GraphEdge, WorkflowGraph
from sekisho.report.html.drawing import Look, draw
from sekisho.report.html.layout import Edge, layout
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element, scrolling

MOST_NODES = 200


def workflow_maps(report: GateReport, voice: Voice) -> Iterator[Html]:
    """Yield one folded map a workflow; those with more than 200 nodes are not drawn."""
    missing = [name for part in report.coverage for name in part.missing]
    touched = _touched(report)
    graphs = [graph for graph in report.graphs if len(graph.nodes) <= MOST_NODES]
    if not graphs:
        return
    yield element("p", voice.say("map-legend"), class_="soft")
    for graph in graphs:
        yield _map(graph, touched.get(graph.workflow, set()), missing, voice)


def _touched(report: GateReport) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for ref in report.plan.affected if report.plan else ():
        if ref.kind is Kind.WORKFLOW and ref.node is not None:
            found.setdefault(ref.id, set()).add(ref.node)
    return found


def _map(graph: WorkflowGraph, touched: Collection[str], missing: Collection[str], voice: Voice) -> Html:
    types = {node.id: node.type for node in graph.nodes}
    others = dict.fromkeys(edge.to for edge in graph.edges if edge.to not in types)
    names = [graph.start, *(name for name in types if name != graph.start), *others]
    guards: dict[Edge, str] = {}
    unmet: set[Edge] = set()
    for edge in graph.edges:
        guards.setdefault((edge.source, edge.to), edge.when)
        if any(_same(name, graph.workflow, edge) for name in missing):
            unmet.add((edge.source, edge.to))
    look = Look(
        of_node=lambda name: "touched" if name in touched else "" if name in types else "elsewhere",
        of_edge=lambda edge: "unmet" if edge in unmet else "",
        lines=lambda name: (types.get(name, "workflow"), name.removeprefix("workflow:")),
        guards=guards,
    )
    title = voice.say("map", workflow=graph.workflow)
    picture = draw(layout(names, list(guards)), look, voice.text("map", workflow=graph.workflow))
    size = voice.say("map-size", nodes=len(types), edges=len(graph.edges))
    counts = element("span", " ", size, class_="soft")
    return element(
        "details", element("summary", title, counts), scrolling(picture, voice.text("map", workflow=graph.workflow)),
        class_="map", open="open" if touched else None,
    )  # fmt: skip


def _same(name: str, workflow: str, edge: GraphEdge) -> bool:
    """Say whether a name of what no case reaches is this edge: `<workflow>… <source> -> <to>[ when <guard>]`."""
    guard = f" when {edge.when}" if edge.when else ""
    return name.startswith(workflow) and name.endswith(f" {edge.source} -> {edge.to}{guard}")
