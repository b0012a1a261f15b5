"""Laws of what counts as a typing error."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.change.tickets.exemption import distance, figures

TEXT = st.text(alphabet="ab c1２三。", max_size=12)


def _reference(before: str, after: str) -> int:
    """The edit distance by the textbook's table (Wagner and Fischer 1974)."""
    row = list(range(len(after) + 1))
    for at, old in enumerate(before, 1):
        previous, row[0] = row[0], at
        for place, new in enumerate(after, 1):
            previous, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, previous + (old != new))
    return row[-1]


@given(TEXT, TEXT)
def test_an_edit_is_never_counted_smaller_than_it_is(before: str, after: str) -> None:
    """No edit passes a bound that its distance exceeds; none at all is zero, and only that."""
    size = distance(before, after, 24)
    assert size >= _reference(before, after)
    assert (size == 0) is (before == after)
    assert size <= len(before) + len(after)


@given(TEXT, TEXT, st.integers(0, 6))
def test_a_bound_only_cuts_off(before: str, after: str, bound: int) -> None:
    """With a small bound an edit that was within it still is, and one beyond it still is beyond."""
    exact = distance(before, after, 24)
    assert (distance(before, after, bound) <= bound) is (exact <= bound)


@given(TEXT)
def test_width_and_script_of_a_figure_do_not_matter(text: str) -> None:
    """Full-width and kanji figures are figures."""
    assert figures(text.replace("２", "2").replace("三", "3")) == figures(text)
