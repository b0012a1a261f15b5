import time
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from sekisho.text.profile import normalise
from sekisho.text.stream import MOST_MARKS, stream_safe


@given(st.text(max_size=300))
def test_real_text_stays_as_it_is(text: str) -> None:
    """No letter of any language carries so many marks."""
    assert stream_safe(text) == text


def test_a_long_run_of_marks_is_cut() -> None:
    """The letter keeps its first thirty, and the letter after the run keeps its own."""
    run = "a" + "\u0301\u0316" * 1000 + "b\u0301"
    assert stream_safe(run) == "a" + "\u0301\u0316" * (MOST_MARKS // 2) + "b\u0301"
    assert len(stream_safe("ﾊ" + "ﾞ" * 1000)) == MOST_MARKS + 1


def test_a_hostile_text_is_normalised_in_time() -> None:
    """Marks in the worst order: canonical ordering alone would take minutes."""
    started = time.process_time()
    normalise("a" + "\u0301\u0316" * 100_000)
    assert time.process_time() - started < 5.0
    assert normalize("NFC", "a") == normalise("a")
