from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.report.html.layout import layout

NAMES = "abcdefgh"
EDGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=16)


def test_a_fork_stands_beside_itself() -> None:
    """Both ways begin in the same layer, one position apart, and the fork between them."""
    laid = layout("abcd", [("a", "b"), ("b", "c"), ("b", "d")])
    assert [laid.places[name][0] for name in "abcd"] == [0, 1, 2, 2]
    assert abs(laid.places["c"][1] - laid.places["d"][1]) == 1
    assert laid.places["b"][1] == pytest.approx(0.5)
    assert laid.size == (3, 2.0)


def test_an_arrow_that_jumps_a_layer_bends_through_it() -> None:
    """It has a point in each layer it passes, and a place of its own there."""
    laid = layout("abc", [("a", "b"), ("b", "c"), ("a", "c")])
    layers = [layer for layer, _ in laid.paths["a", "c"]]
    assert layers == [0, 1, 2]
    assert laid.paths["a", "c"][1] != laid.places["b"]


def test_an_arrow_back_points_back() -> None:
    """A circle is drawn: its last arrow leads to the left."""
    laid = layout("ab", [("a", "b"), ("b", "a")])
    assert [layer for layer, _ in laid.paths["b", "a"]] == [1, 0]


def test_what_cannot_be_drawn_is_left_out() -> None:
    """Unknown ends and loops at one node have no arrow; an empty graph has no size."""
    assert layout("a", [("a", "x"), ("a", "a")]).paths == {}
    assert layout("", []).size == (0, 0.0)


@given(EDGES)
def test_no_two_nodes_of_a_layer_meet(edges: list[tuple[str, str]]) -> None:
    """Whatever the graph: every node has its place, at least 1 from the next, and each arrow ends at its nodes."""
    laid = layout(NAMES, edges)
    assert set(laid.places) == set(NAMES)
    for layer in {layer for layer, _ in laid.places.values()}:
        row = sorted(at for other, at in laid.places.values() if other == layer)
        assert all(after - before >= 1 - 1e-9 for before, after in pairwise(row))
    for (source, target), path in laid.paths.items():
        assert (path[0], path[-1]) == (laid.places[source], laid.places[target])
    assert set(laid.paths) == {edge for edge in edges if edge[0] != edge[1]}
