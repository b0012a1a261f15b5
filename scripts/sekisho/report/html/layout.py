"""Where the nodes of a graph are drawn: layers from left to right, few crossings, arrows that jump a layer bend round.

The layered method (Sugiyama, Tagawa & Toda 1981): turn back edges round, longest-path layers, a dummy node in each
layer an edge passes, order by barycentre, then places near the middle of the neighbours. Graph libraries that do this
are view-time scripts of a megabyte or need a program outside Python; a workflow has fewer than a hundred nodes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Edge = tuple[str, str]
Place = tuple[int, float]
SWEEPS = 8


@dataclass(frozen=True, slots=True)
class Layout:
    """Place of each node (layer from 0, position across it) and the points each edge goes through, ends included."""

    places: Mapping[str, Place]
    paths: Mapping[Edge, tuple[Place, ...]]

    @property
    def size(self) -> tuple[int, float]:
        """How many layers there are, and how many positions the widest one needs."""
        places = [*self.places.values(), *(place for path in self.paths.values() for place in path)]
        return max((layer for layer, _ in places), default=-1) + 1, max((at for _, at in places), default=-1.0) + 1


def layout(nodes: Sequence[str], edges: Sequence[Edge]) -> Layout:
    """Place `nodes` (the first ones are the left ends of what they reach); edges to unknown nodes are left out."""
    known = dict.fromkeys(nodes)
    kept = [edge for edge in dict.fromkeys(edges) if edge[0] in known and edge[1] in known and edge[0] != edge[1]]
    back = _back_edges(list(known), kept)
    forward = {edge: (edge[1], edge[0]) if edge in back else edge for edge in kept}
    layers = _layers(list(known), list(dict.fromkeys(forward.values())))
    chains = {edge: _chain(edge, layers) for edge in forward.values()}
    rows = _rows(layers, chains.values())
    pairs = [pair for chain in chains.values() for pair in pairwise(chain)]
    _order(rows, pairs)
    at = _places(rows, pairs)
    level = {name: number for number, row in enumerate(rows) for name in row}
    places = {name: (level[name], at[name]) for name in known}
    paths = {}
    for edge, turned in forward.items():
        points = tuple((level[name], at[name]) for name in chains[turned])
        paths[edge] = points if turned == edge else points[::-1]
    return Layout(places, paths)


def _back_edges(nodes: Sequence[str], edges: Sequence[Edge]) -> set[Edge]:
    """Return the edges that close a circle in a walk from the first node on, without recursion."""
    following: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in edges:
        following[source].append(target)
    back: set[Edge] = set()
    done: set[str] = set()
    for root in nodes:
        open_: dict[str, int] = {} if root in done else {root: 0}
        while open_:
            node, number = next(reversed(open_.items()))
            if number == len(following[node]):
                done.add(node)
                del open_[node]
                continue
            open_[node] = number + 1
            target = following[node][number]
            if target in open_:
                back.add((node, target))
            elif target not in done:
                open_[target] = 0
    return back


def _layers(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Return the length of the longest way to each node."""
    layers = dict.fromkeys(nodes, 0)
    waiting = {node: sum(target == node for _, target in edges) for node in nodes}
    ready = [node for node in nodes if not waiting[node]]
    for node in ready:
        for source, target in edges:
            if source == node:
                layers[target] = max(layers[target], layers[node] + 1)
                waiting[target] -= 1
                if not waiting[target]:
                    ready.append(target)
    return layers


def _chain(edge: Edge, layers: Mapping[str, int]) -> list[str]:
    source, target = edge
    between = range(layers[source] + 1, layers[target])
    return [source, *(f"{source}\0{target}\0{layer}" for layer in between), target]


def _rows(layers: Mapping[str, int], chains: Iterable[Sequence[str]]) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(max(layers.values(), default=-1) + 1)]
    for node, layer in layers.items():
        rows[layer].append(node)
    for chain in chains:
        for number, name in enumerate(chain[1:-1], start=layers[chain[0]] + 1):
            rows[number].append(name)
    return rows


def _neighbours(pairs: Sequence[Edge]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for source, target in pairs:
        before.setdefault(target, []).append(source)
        after.setdefault(source, []).append(target)
    return before, after


def _order(rows: list[list[str]], pairs: Sequence[Edge]) -> None:
    """Sort each row by the mean position of its neighbours, sweeping forth and back."""
    before, after = _neighbours(pairs)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else rows[::-1]:
            at = {name: number for other in rows for number, name in enumerate(other)}
            near = before if down else after
            row.sort(key=lambda name: _mean([at[other] for other in near.get(name, [])], at[name]))


def _places(rows: list[list[str]], pairs: Sequence[Edge]) -> dict[str, float]:
    """Move each node towards its neighbours, keeping the order and a distance of 1; the topmost is at 0."""
    before, after = _neighbours(pairs)
    at = {name: float(number) for row in rows for number, name in enumerate(row)}
    for sweep in range(SWEEPS):
        near = before if sweep % 2 == 0 else after
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            wanted = [_mean([at[other] for other in near.get(name, [])], at[name]) for name in row]
            at.update(zip(row, _apart(wanted), strict=True))
    top = min(at.values(), default=0.0)
    return {name: place - top for name, place in at.items()}


def _apart(wanted: Sequence[float]) -> list[float]:
    """Return places at least 1 apart, in order: as far as pushing down demands, averaged with pushing up."""
    down, up = list(wanted), list(wanted)
    for number in range(1, len(down)):
        down[number] = max(down[number], down[number - 1] + 1)
    for number in range(len(up) - 2, -1, -1):
        up[number] = min(up[number], up[number + 1] - 1)
    return [(one + other) / 2 for one, other in zip(down, up, strict=True)]


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default
