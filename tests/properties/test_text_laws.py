"""Laws of the text profile that hold for every input, the hostile ones too."""

import sys
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.model.kinds.case import Concept
from sekisho.text.difference import steps
from sekisho.text.language import detect
from sekisho.text.match import Screen, concept_holds, contains, phrase_holds
from sekisho.text.numerals import kanji_number
from sekisho.text.profile import normalise
from sekisho.text.values import (
    choice_value,
    date_value,
    number_value,
    phone_value,
    postal_code_value,
    time_window_value,
    yes_no_value,
)

CHARACTERS = (
    "0123456789０９,.，- ー―〜~'’／:一二三十百千万億〇人時分月日年円つ番田数何、。がカ゛ﾞかabAst\u200b\u3099\n 　n'tİßｶ"
)
TEXTS = st.one_of(st.text(max_size=40), st.text(CHARACTERS, max_size=30))
NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
DAYS = st.dates(date(2000, 1, 1), date(2099, 1, 1))


@settings(max_examples=500)
@given(TEXTS)
def test_normalising_twice_changes_nothing(text):
    """The result is a fixed point, folded, trimmed and with single spaces."""
    written = normalise(text)
    assert normalise(written) == written == written.strip()
    assert "  " not in written
    assert normalize("NFKC", written) == written


@settings(max_examples=500)
@given(TEXTS)
def test_compatible_writings_are_equal(text):
    """Canonically and compatibly equal texts, in either case, are written alike."""
    assert normalise(normalize("NFKD", text)) == normalise(normalize("NFKC", text)) == normalise(text)


@given(st.text(st.characters(max_codepoint=0x7F), max_size=30))
def test_plain_ascii_is_written_as_any_text(text):
    """Wide letters, which all rules of the profile are tried on, come to the same as the narrow ones they stand for."""
    assert normalise(text) == normalise("".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text))


def test_every_character_has_a_fixed_point():
    """No single character makes the profile loop or change its mind."""
    for code in range(sys.maxunicode + 1):
        if not 0xAC00 <= code <= 0xD7A3:
            written = normalise.__wrapped__(f"a{chr(code)}か")
            assert normalise.__wrapped__(written) == written


@given(TEXTS, st.text("予約完了アイabcn't123 ", min_size=1).filter(str.strip), TEXTS)
def test_what_stands_between_sentence_marks_is_found(before, text, after):
    """Nothing around a sentence can hide it."""
    assert contains(f"{before}。{text}。{after}", text)


@given(TEXTS, TEXTS)
def test_containing_does_not_depend_on_the_writing(haystack, needle):
    """Both sides may be normalised before, and a text contains itself."""
    assert contains(haystack, needle) == contains(normalise(haystack), normalise(needle))
    assert contains(haystack, haystack) is bool(normalise(haystack))


@given(TEXTS, st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=3), st.integers(0, 20))
def test_negations_only_take_away(text, variants, negations, window):
    """More negations or a wider window never make a concept hold; more variants never make it fail."""
    holds = phrase_holds(text, variants, negations, window)
    assert phrase_holds(text, variants) or not holds
    assert holds or not phrase_holds(text, variants, negations, window + 5)
    assert phrase_holds(text, [*variants, "予約"], negations, window) or not holds


@given(TEXTS, st.lists(st.lists(TEXTS.filter(bool), min_size=1, max_size=3), max_size=3), st.data())
def test_concepts_looked_for_together_are_those_that_hold(text, wordings, data):
    """A screen of concepts finds what looking for each of them finds, also where a wording is nothing but marks."""
    said = [data.draw(st.sampled_from([text, *variants])) for variants in wordings]
    concepts = {str(n): Concept(variants={"ja": tuple(one)}) for n, one in enumerate(wordings)}
    for whole in (text, text + "。".join(said)):
        assert Screen(concepts).held_by(whole) == [n for n, one in concepts.items() if concept_holds(whole, one)]


@given(TEXTS)
def test_japanese_anywhere_is_japanese(text):
    """One word in kana or kanji decides, a Latin letter only without it."""
    assert detect(f"{text}予約") == "ja"
    assert detect(f"{text}a") in ("ja", "en")


@given(st.integers(1, 10**16 - 1))
def test_numerals_round_trip(value):
    """A number written in kanji is read back."""
    assert kanji_number(in_kanji(value)) == value or len(in_kanji(value)) > 20


def in_kanji(value: int) -> str:
    """Write a number below 10^16 with units."""
    groups = []
    for unit in ("", "万", "億", "兆"):
        value, group = divmod(value, 10**4)
        written = "".join(
            f"{'' if digit == 1 and ten else '〇一二三四五六七八九'[digit]}{ten}"
            for ten, digit in zip(("千", "百", "十", ""), map(int, f"{group:04}"), strict=True)
            if digit
        )
        groups.append(f"{written}{unit}" if group else "")
    return "".join(reversed(groups))


@given(DAYS, DAYS)
def test_written_dates_are_read_back(day, today):
    """An ISO date is itself on every day, in both scripts."""
    now = datetime(today.year, today.month, today.day, tzinfo=UTC)
    assert date_value(day.isoformat(), now) == day.isoformat()
    assert date_value(f"{day.year}年{day.month}月{day.day}日", now) == day.isoformat()


@given(DAYS, DAYS)
def test_month_and_day_are_never_in_the_past(day, today):
    """Without a year the next such day is meant: not before today, not a year or more after."""
    now = datetime(today.year, today.month, today.day, tzinfo=UTC)
    read = {
        date_value(text, now) for text in (f"{day.month}月{day.day}日", f"{day.month}/{day.day}", f"{day:%b} {day.day}")
    }
    assert len(read) == 1
    if (value := read.pop()) is None:
        assert (day.month, day.day) == (2, 29)
    else:
        assert today <= date.fromisoformat(value) <= today + timedelta(days=366)
        assert value.endswith(f"{day:%m-%d}")


@given(DAYS, st.sampled_from("月火水木金土日"))
def test_weekdays_lie_in_their_weeks(today, weekday):
    """来週の X is in the calendar week after this one, X alone within the next seven days, both on that weekday."""
    now = datetime(today.year, today.month, today.day, tzinfo=UTC)
    coming, alone = (date.fromisoformat(date_value(f"{week}{weekday}曜日", now)) for week in ("来週の", ""))
    monday = today - timedelta(days=today.weekday())
    assert timedelta(7) <= coming - monday < timedelta(14)
    assert timedelta(1) <= alone - today <= timedelta(7)
    assert coming.weekday() == alone.weekday() == "月火水木金土日".index(weekday)


@settings(max_examples=400)
@given(TEXTS)
def test_values_are_canonical_or_none(text):
    """Whatever is said, a normaliser returns a canonical value or None; a canonical value is its own value."""
    for function in (lambda said: date_value(said, NOW), time_window_value, postal_code_value, phone_value):
        value = function(text)
        assert value is None or function(value) == value
    number = number_value(text)
    assert number is None or abs(number) < 10**19
    assert yes_no_value(text) in (True, False, None)
    assert choice_value(text, {"a": ("予約",), "b": ("b",)}) in ("a", "b", None)


@pytest.mark.parametrize(
    "piece", ["9", "1.", "一", "千", "9,999,", "予約が完了", "not ", " ", "はい", "10時から", "nov 20 ", "'", "-"]
)
def test_long_repetitions_are_read_in_linear_time(piece):
    """Twenty thousand characters of anything come back: no pattern runs away, no number overflows."""
    text = piece * (20_000 // len(piece))
    for function in (number_value, time_window_value, postal_code_value, phone_value, yes_no_value):
        function(text)
    date_value(text, NOW)
    assert normalise.__wrapped__(text) == normalise(normalise(text))
    assert isinstance(phrase_holds(text, ["予約が完了"], ["not"]), bool)


@given(st.text("abc", max_size=12), st.text("abc", max_size=12), st.integers(0, 30))
def test_a_difference_leads_from_one_text_to_the_other(before: str, after: str, limit: int) -> None:
    """The kept and removed items are the one text, the kept and added ones the other; none is spare."""
    found = steps(before, after, limit)
    assert "".join(item for step in found if step.kind != "+" for item in step.items) == before
    assert "".join(item for step in found if step.kind != "-" for item in step.items) == after
    changed = sum(len(step.items) for step in found if step.kind != "=")
    least = len(before) + len(after) - 2 * _longest_common(before, after)
    assert changed == least or least > limit
    assert all(one.kind != other.kind for one, other in pairwise(found))


def _longest_common(one: str, other: str) -> int:
    row = [0] * (len(other) + 1)
    for letter in one:
        new = [0]
        for at, second in enumerate(other):
            new.append(row[at] + 1 if letter == second else max(row[at + 1], new[at]))
        row = new
    return row[-1]
