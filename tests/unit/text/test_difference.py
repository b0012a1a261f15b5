import time

from sekisho.text.difference import Step, steps


def test_equal_sequences_are_one_run() -> None:
    """Nothing to say about what both have."""
    assert steps("ab", "ab", 10) == [Step("=", ("a", "b"))]
    assert steps("", "", 10) == []


def test_removals_come_before_additions() -> None:
    """A replaced word reads old, then new."""
    assert steps(["x", "a", "y"], ["x", "b", "c", "y"], 10) == [
        Step("=", ("x",)),
        Step("-", ("a",)),
        Step("+", ("b", "c")),
        Step("=", ("y",)),
    ]


def test_one_side_may_be_empty() -> None:
    """All of the other is added or removed."""
    assert steps("", "ab", 10) == [Step("+", ("a", "b"))]
    assert steps("ab", "", 10) == [Step("-", ("a", "b"))]


def test_beyond_the_limit_the_middle_is_replaced_whole() -> None:
    """What both begin and end with stays; the rest is different and costs no more time."""
    assert steps("<abcd>", "<wxyz>", 3) == [
        Step("=", ("<",)),
        Step("-", tuple("abcd")),
        Step("+", tuple("wxyz")),
        Step("=", (">",)),
    ]


def test_hostile_texts_take_no_time() -> None:
    """Two long texts of the same few letters in another order are given up early."""
    start = time.perf_counter()
    steps("ab" * 50_000, "ba" * 30_000 + "aab" * 20_000, 200)
    assert time.perf_counter() - start < 2
