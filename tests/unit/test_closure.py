from sekisho.closure import closure


def test_everything_behind_an_arrow_is_reached_once() -> None:
    """Cycles end, what no arrow leads to stays out, and a seed without arrows is its own closure."""
    arrows = {"a": ["b", "c"], "b": ["a"], "c": ["d"], "x": ["a"]}
    assert closure(["a"], arrows) == {"a", "b", "c", "d"}
    assert closure(["z"], arrows) == {"z"}
    assert closure([], arrows) == set()
