import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sekisho.text.pii.aligned import align, with_digits


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("０９０−１２３４", "090-1234"),
        ("0\u200b9\u20600", "090"),
        ("ﾃﾞﾝﾜ", "デンワ"),
        ("０３ー１２", "03-12"),
        ("スーパー", "スーパー"),
        ("4\u03361\u0336", "41"),
        ("٠٩٠", "090"),
        ("АКІА", "AKIA"),
        ("\x000\x009", "09"),
        ("㈱", "(株)"),
        ("", ""),
    ],
)
def test_how_a_text_is_written(source: str, written: str) -> None:
    """Full width, other digits, unseen characters, decoration and lookalikes become what they look like."""
    assert align(source).text == written


@given(st.text())
@example("a\u0301ﾊﾞ㈱\u200b９")
def test_every_character_knows_where_it_came_from(source: str) -> None:
    """Places are in order, inside the source, and each part of the source is written as its own characters."""
    aligned = align(source)
    assert len(aligned.text) == len(aligned.starts) == len(aligned.ends)
    assert all(0 <= start < end <= len(source) for start, end in zip(aligned.starts, aligned.ends, strict=True))
    assert list(aligned.starts) == sorted(aligned.starts)


@given(st.text(alphabet="0123OoIl|一二〇三 -a"))
def test_reading_digits_moves_nothing(written: str) -> None:
    """What is read as a digit stays where it is."""
    assert len(with_digits(written)) == len(written)


@pytest.mark.parametrize(
    ("written", "read"),
    [("O9O", "090"), ("l2", "12"), ("Ol", "Ol"), ("一二三", "123"), ("一二", "一二"), ("IO", "IO"), ("aO9", "aO9")],
)
def test_letters_among_digits_are_digits(written: str, read: str) -> None:
    """Only beside a real digit; kanji digits only three or more in a row."""
    assert with_digits(written) == read
