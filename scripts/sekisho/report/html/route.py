"""The way both sides took through the workflows in the turn where they part, drawn and in words."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from sekisho.model.verdict import WorkflowGraph
from sekisho.report.html.drawing import SHARED, Look, draw
from sekisho.report.html.layout import Edge, layout
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element, scrolling
from sekisho.report.safe import printable

GUARD_LIMIT = 160
MOST_NODES = 60
ELSEWHERE = "workflow:"


def route_figure(
    turn: int, before: Sequence[str], after: Sequence[str], graphs: Sequence[WorkflowGraph], voice: Voice
) -> Iterator[Html]:
    """Yield the picture where the routes differ, and the words for where they part; nothing for equal routes."""
    names = list(dict.fromkeys([*before, *after]))
    if before == after or not names or len(names) > MOST_NODES:
        return
    types = {f"{graph.workflow}/{node.id}": node.type for graph in graphs for node in graph.nodes}
    taken = {"baseline": set(pairwise(before)), "candidate": set(pairwise(after))}
    met = {"baseline": set(before), "candidate": set(after)}
    guards = _guards(graphs)

    def lines(name: str) -> tuple[str, str]:
        workflow, _, node = name.partition("/")
        return f"{workflow} · {types[name]}" if name in types else workflow, node

    look = Look(lambda name: _side(name, met), lambda edge: _side(edge, taken), lines, guards)
    edges = [*pairwise(before), *pairwise(after)]
    label = f"{voice.text('baseline')}: {' → '.join(before)}; {voice.text('candidate')}: {' → '.join(after)}"
    picture = scrolling(draw(layout(names, edges), look, label), voice.text("route-drawn", turn=turn + 1))
    caption = element("figcaption", voice.say("route-drawn", turn=turn + 1), ". ", voice.say("route-legend"))
    yield element("figure", caption, picture, *_fork(before, after, guards, voice), class_="route")


def _side(thing: str | Edge, met: Mapping[str, set[str]] | Mapping[str, set[Edge]]) -> str:
    sides = [side for side, things in met.items() if thing in things]
    return SHARED if len(sides) == 2 else sides[0]


def _guards(graphs: Sequence[WorkflowGraph]) -> dict[Edge, str]:
    """Return the guard of each edge by the names routes use; an edge to a workflow leads to its start."""
    starts = {graph.workflow: graph.start for graph in graphs}
    found: dict[Edge, str] = {}
    for graph in graphs:
        for edge in graph.edges:
            other = edge.to.removeprefix(ELSEWHERE)
            target = (
                f"{other}/{starts.get(other, '')}" if edge.to.startswith(ELSEWHERE) else f"{graph.workflow}/{edge.to}"
            )
            found.setdefault((f"{graph.workflow}/{edge.source}", target), edge.when)
    return found


def _fork(before: Sequence[str], after: Sequence[str], guards: Mapping[Edge, str], voice: Voice) -> Iterator[Html]:
    """Yield where the routes part and under which guard each side went on."""
    shared = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    shared = min(len(before), len(after)) if shared is None else shared
    if not shared:
        return
    fork = before[shared - 1]
    for side, route in (("baseline", before), ("candidate", after)):
        if len(route) > shared:
            edge = (fork, route[shared])
            when = guards.get(edge)
            guard = (
                []
                if when is None
                else [": ", element("code", printable(when, GUARD_LIMIT)) if when else voice.say("otherwise")]
            )
            yield element(
                "p", voice.say(side), " ", element("code", f"{fork} → {route[shared]}"), *guard, class_="fork"
            )
