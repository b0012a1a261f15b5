import pytest

from sekisho.model.base import Language
from sekisho.model.kinds.case import Concept
from sekisho.text.match import concept_holds, contains, phrase_holds, spans

BOOKED = Concept(
    variants={Language.JA: ("予約が完了",), Language.EN: ("is booked", "are booked")},
    negations={Language.JA: ("ません", "ていない"), Language.EN: ("not ", "n't", "nothing")},
    window=12,
)


@pytest.mark.examples("contains")
def test_contains(example):
    """Phrases are found on the profile, and never inside a longer number or word."""
    haystack, needle, found = example
    assert contains(haystack, needle) is found


@pytest.mark.examples("concepts")
def test_concept(example):
    """A concept holds where a variant stands that nothing near it denies."""
    text, holds = example
    assert concept_holds(text, BOOKED) is holds


@pytest.mark.parametrize("window", [0, 1, 5])
def test_the_window_is_counted_in_characters(window):
    """A negation that begins `window` characters after the variant cancels it, one further away does not."""
    gap = "あ" * window
    assert not phrase_holds(f"予約{gap}ません", ["予約"], ["ません"], window)
    assert phrase_holds(f"予約{gap}あません", ["予約"], ["ません"], window)


def test_punctuation_of_a_phrase_does_not_matter():
    """A variant written as a sentence is found inside one."""
    assert phrase_holds("はい、予約しました!", ["予約しました。"])


def test_without_variants_nothing_holds():
    """Nothing to look for is never found."""
    assert not phrase_holds("予約しました", [])
    assert not phrase_holds("予約しました", ["。", ""])


def test_spans_are_all_places():
    """Every place is yielded, overlapping ones too."""
    assert list(spans("ああああ", "ああ")) == [(0, 2), (1, 3), (2, 4)]
    assert list(spans("1 and 11 and 1", "1")) == [(0, 1), (13, 14)]
