import pytest

from sekisho.model.base import Json
from sekisho.registry.scalars import boolean_word, plain_value, quoted

CONVERTED = [("true", True), ("false", False), ("null", None), ("", None), ("0", 0), ("-7", -7), ("1.10", 1.1)]
CONVERTED += [("9007199254740991", 2**53 - 1), ("1.5e3", 1500.0), ("-0.0", 0.0), ("2.5E-3", 0.0025)]
KEPT = ["16:00", "no", "yes", "on", "True", "NULL", "~", "0100001", "007", "1_000", "2025-05-14", "0x1F", "0o17"]
KEPT += [".inf", "-.inf", ".nan", "1e5", "+1", "-0", "1.", ".5", "1.0e999", "１", "-", "1 2"]
KEPT += ["9007199254740992", "-9007199254740992"]


@pytest.mark.parametrize(("text", "value"), CONVERTED)
def test_plain_constants_and_canonical_numbers_are_converted(text: str, value: Json) -> None:
    """With their own type."""
    assert (plain_value(text), type(plain_value(text))) == (value, type(value))


@pytest.mark.parametrize("text", KEPT)
def test_everything_else_stays_what_was_written(text: str) -> None:
    """Times, words, codes, dates, other notations and numbers that would lose digits."""
    assert plain_value(text) is text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", '"a"'), ('say "hi"', r'"say \"hi\""'), ("\\", r'"\\"'), ("\n\x1b", r'"\u000a\u001b"'), ("日 本", '"日 本"')],
)
def test_a_text_is_quoted_on_one_line(text: str, expected: str) -> None:
    """Escapes for what would not survive."""
    assert quoted(text) == expected


def test_characters_beyond_the_first_plane_are_escaped_in_eight_digits() -> None:
    """A tag character is invisible and has five digits."""
    assert quoted("\U000e0041") == r'"\U000e0041"'


@pytest.mark.parametrize(
    ("text", "word"),
    [("Yes", "true"), ("off", "false"), ("n", "false"), ("TRUE", "true"), ("maybe", None), ("1", None)],
)
def test_words_for_booleans_are_known(text: str, word: str | None) -> None:
    """And only they."""
    assert boolean_word(text) == word
