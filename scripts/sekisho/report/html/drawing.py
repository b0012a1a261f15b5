"""A laid-out graph as SVG: rounded boxes and bent arrows; how they are stroked is the style sheet's business."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from sekisho.report.html.layout import Edge, Layout, Place
from sekisho.report.markup import Html, element, void
from sekisho.report.safe import printable

BOX_WIDTH, BOX_HEIGHT = 148, 34
GAP_ACROSS, GAP_ALONG = 12, 46
EDGE_OF_PICTURE = 8
NAME_LIMIT = 22
SHARED = "both"


@dataclass(frozen=True, slots=True)
class Look:
    """The class of each node and edge, the two lines of text in a node, and the words for its tooltip."""

    of_node: Callable[[str], str]
    of_edge: Callable[[Edge], str]
    lines: Callable[[str], tuple[str, str]]
    guards: Mapping[Edge, str]


def draw(laid: Layout, look: Look, label: str) -> Html:
    """Return the picture in its natural size; `label` says in words what is to be seen."""
    layers, rows = laid.size
    width = layers * (BOX_WIDTH + GAP_ALONG) - GAP_ALONG + 2 * EDGE_OF_PICTURE
    height = rows * (BOX_HEIGHT + GAP_ACROSS) - GAP_ACROSS + 2 * EDGE_OF_PICTURE
    lines = [part for edge, path in laid.paths.items() for part in _edge(edge, path, look)]
    boxes = [_node(name, place, look) for name, place in laid.places.items()]
    return element(
        "svg",
        *lines,
        *boxes,
        class_="graph",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        role="img",
        aria_label=printable(label, 1000),
    )


def _corner(place: Place) -> tuple[float, float]:
    layer, at = place
    return (
        EDGE_OF_PICTURE + layer * (BOX_WIDTH + GAP_ALONG),
        EDGE_OF_PICTURE + at * (BOX_HEIGHT + GAP_ACROSS),
    )


def _node(name: str, place: Place, look: Look) -> Html:
    x, y = _corner(place)
    small, large = look.lines(name)
    kind = look.of_node(name)
    box = {"x": f"{x:.0f}", "y": f"{y:.0f}", "width": BOX_WIDTH, "height": BOX_HEIGHT, "rx": 6}
    parts = [element("title", f"{small} {large}"), void("rect", **box)]
    if kind == SHARED:
        inner = {"x": f"{x + 3:.0f}", "y": f"{y + 3:.0f}", "width": BOX_WIDTH - 6, "height": BOX_HEIGHT - 6, "rx": 4}
        parts.append(void("rect", class_="inner", **inner))
    middle = f"{x + BOX_WIDTH / 2:.0f}"
    parts.append(element("text", printable(small, NAME_LIMIT + 4), x=middle, y=f"{y + 13:.0f}", class_="small"))
    parts.append(element("text", printable(large, NAME_LIMIT), x=middle, y=f"{y + 26:.0f}"))
    return element("g", *parts, class_=f"node {kind}".rstrip())


def _edge(edge: Edge, path: tuple[Place, ...], look: Look) -> list[Html]:
    """Return the line from the right side of one box to the left of the other, and its arrow head.

    A line that both sides take is a wide one with a narrow one of the paper's colour on top: it looks double.
    """
    line, tip = _curve(path)
    kind = look.of_edge(edge)
    guard = look.guards.get(edge, "")
    title = [element("title", f"{edge[0]} → {edge[1]} {guard}".rstrip())]
    parts = [element("path", *title, d=line, class_=f"edge {kind}".rstrip())]
    if kind == SHARED:
        parts.append(void("path", d=line, class_="edge gap"))
    x, y, way = tip
    head = f"M{x:.0f} {y:.1f}l{-7 * way} -4v8z"
    return [*parts, void("path", d=head, class_=f"head {kind}".rstrip())]


def _curve(path: tuple[Place, ...]) -> tuple[str, tuple[float, float, int]]:
    """Return the path's data, and where its tip is and which way it points (1: right)."""
    way = 1 if path[-1][0] > path[0][0] else -1
    ends = [_port(place, way if number == 0 else -way) for number, place in enumerate((path[0], path[-1]))]
    inner = [_port(place, side) for place in path[1:-1] for side in (-way, way)]
    points = [ends[0], *inner, ends[1]]
    data = f"M{points[0][0]:.0f} {points[0][1]:.1f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        bend = (x0 + x1) / 2
        data += f"C{bend:.0f} {y0:.1f} {bend:.0f} {y1:.1f} {x1:.0f} {y1:.1f}"
    return data, (*points[-1], way)


def _port(place: Place, side: int) -> tuple[float, float]:
    """Return the middle of a box's left (-1) or right (1) side."""
    x, y = _corner(place)
    return x + (BOX_WIDTH if side > 0 else 0), y + BOX_HEIGHT / 2
