import pytest

from sekisho.text.numerals import digits_for_numerals, kanji_number


@pytest.mark.parametrize(
    ("run", "value"),
    [
        ("零", 0),
        ("七", 7),
        ("十", 10),
        ("二十三", 23),
        ("百", 100),
        ("三千五百六", 3506),
        ("一億二千万三", 120_000_003),
        ("九千兆", 9 * 10**15),
        ("二〇二六", 2026),
        ("一二三", 123),
        ("5千", 5000),
        ("1万2000", 12000),
        ("42", 42),
    ],
)
def test_a_numeral_has_a_value(run, value):
    """Units, positions and digits between units are read."""
    assert kanji_number(run) == value


@pytest.mark.parametrize(
    "run",
    ["", "万", "億三", "百千", "二三", "十十", "〇十", "12十", "二三十", "一万三億", "3千2000", "x", "三x", "一" * 21],
)
def test_what_is_no_numeral_has_none(run):
    """Units out of order, two or three of something, and other text are not numbers."""
    assert kanji_number(run) is None


def test_only_counted_numerals_become_digits():
    """A numeral without a counter is part of a word."""
    assert digits_for_numerals("三田の三人") == "三田の3人"
    assert digits_for_numerals("10人") == "10人"
    assert digits_for_numerals("5十十人") == "5十十人"
