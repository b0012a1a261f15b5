"""The filters on their own: what templates cannot reach."""

from typing import Any

import pytest

from sekisho.template import filters
from sekisho.template.language import MAX_TEXT


def test_yes_no_reads_an_utterance() -> None:
    """The function of the language is the text stage's own."""
    assert [filters.yes_no(said) for said in ("はい", "no", "来週")] == [True, False, None]


@pytest.mark.parametrize("make", [filters.trim, filters.lower, filters.upper, filters.integer])
def test_no_filter_takes_more_than_a_text_may_be(make: Any) -> None:
    """A text past the bound is refused before any work."""
    with pytest.raises(ValueError, match="too long"):
        make("1" * (MAX_TEXT + 1))


def test_upper_may_not_grow_past_the_bound() -> None:
    """`ß` doubles in upper case."""
    with pytest.raises(ValueError, match="too long"):
        filters.upper("ß" * MAX_TEXT)


@pytest.mark.parametrize("value", [None, [], {}, float("nan")])
def test_what_has_no_number_is_refused(value: Any) -> None:
    """`int` without a default never guesses."""
    with pytest.raises((TypeError, ValueError)):
        filters.integer(value)


def test_infinity_is_no_whole_number() -> None:
    """A default stands in for what has none."""
    assert filters.integer(float("inf"), 0) == 0
