"""The lines a sticky comment begins with."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sekisho.text.comment_marks import GATE_MARK, OLDEST, RunOrder, is_marked, order_of, stamped

NUMBER = some.integers(min_value=0, max_value=10**17)
ORDER = some.builds(RunOrder, NUMBER, some.integers(min_value=0, max_value=999), NUMBER)


@given(some.text(max_size=80), ORDER)
def test_what_was_stamped_is_read_again(body: str, order: RunOrder) -> None:
    """Whatever the body says, its order is the stamp's; a stamp on a stamped body's text stays the first."""
    marked = stamped(body, order)
    assert is_marked(marked)
    assert order_of(marked) == order
    assert order_of(marked.replace("\n", "\r\n")) == order


def test_the_mark_is_not_doubled() -> None:
    """A renderer may begin with the gate's mark itself."""
    body = stamped(f"{GATE_MARK}\n\n## Pass", RunOrder(5, 1))
    assert body == f"{GATE_MARK}\n<!-- sekisho:run 5.1.0 -->\n## Pass"


@pytest.mark.parametrize(
    "body",
    ["", "text", f" {GATE_MARK}\n", f"{GATE_MARK} x\n", f"x\n{GATE_MARK}", "<!-- sekisho:gate-->"],
)
def test_what_is_no_mark(body: str) -> None:
    """Only a first line that is the mark and nothing else."""
    assert not is_marked(body)


@pytest.mark.parametrize(
    "line",
    ["", "text", "<!-- sekisho:run 1.1 -->", "<!-- sekisho:run -1.1.1 -->", "<!-- sekisho:run 1.1.1 --> x", "x" * 900],
)
def test_no_order_is_the_oldest(line: str) -> None:
    """A comment that does not say its run gives way to every run."""
    assert order_of(f"{GATE_MARK}\n{line}\n<!-- sekisho:run 9.9.9 -->") == OLDEST
    assert order_of(GATE_MARK) == OLDEST
