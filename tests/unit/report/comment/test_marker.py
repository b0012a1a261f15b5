import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.report.comment.marker import MARKER, carries_marker, marked, run_of

RUNS = st.tuples(st.integers(0, 10**18 - 1), st.integers(0, 10**9 - 1))


@given(st.text(), RUNS, RUNS)
def test_the_run_is_read_back_and_the_last_one_holds(
    text: str, first: tuple[int, int], second: tuple[int, int]
) -> None:
    """Marking a marked comment replaces its run and keeps the rest."""
    once = marked(f"{MARKER}\n{text}", first)
    assert run_of(once) == first
    assert marked(once, second) == marked(f"{MARKER}\n{text}", second)
    assert once.endswith(f"\n{text}")
    assert carries_marker(once)


@pytest.mark.parametrize(
    "body",
    [
        "",
        MARKER,
        f"{MARKER}\ntext\n<!-- sekisho:run 1.1 -->",
        f"x\n{MARKER}\n<!-- sekisho:run 1.1 -->\n",
        "<!-- sekisho:run 1.1 -->\n",
        f"{MARKER}\n<!-- sekisho:run -1.1 -->\n",
        f"{MARKER}\n<!-- sekisho:run 1 -->\n",
        f"{MARKER}\n<!-- sekisho:run ١.١ -->\n",
        f"{MARKER}\n<!-- sekisho:run 1.1 --> x",
        f"{MARKER}\n<!-- sekisho:run {'9' * 19}.1 -->\n",
    ],
)
def test_a_run_stands_on_the_second_line_only(body: str) -> None:
    """A marker anywhere else, or one that is not exactly ours, says nothing."""
    assert run_of(body) is None


def test_a_body_that_came_back_with_other_line_ends_is_read() -> None:
    """GitHub keeps a body as a browser sent it."""
    assert run_of(f"{MARKER}\r\n<!-- sekisho:run 12.3 -->\r\nx") == (12, 3)
