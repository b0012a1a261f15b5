"""From what a user said to the canonical value of a slot; None means that no value, or more than one, was said."""

import re
from collections.abc import Mapping, Sequence

from sekisho.text import english, japanese
from sekisho.text.consent import yes_no_value
from sekisho.text.contact import phone_value, postal_code_value
from sekisho.text.dates import date_value
from sekisho.text.match import spans
from sekisho.text.numerals import kanji_number
from sekisho.text.profile import normalise
from sekisho.text.times import time_window_value

__all__ = [
    "choice_value",
    "date_value",
    "number_value",
    "phone_value",
    "postal_code_value",
    "time_window_value",
    "yes_no_value",
]

_UNITS = "".join([*japanese.TENS, *japanese.MYRIADS])
_NUMBER = re.compile(
    rf"(?<![0-9.])(?:(?<![0-9a-z])-)?[0-9]++(?:\.[0-9]++)?+[0-9{_UNITS}]*+(?!\.[0-9])"
    rf"|\b(?:{english.NUMBER_WORD})\b|{'|'.join(japanese.SMALL_NUMBERS)}",
    re.ASCII,
)
_LONGEST = 15


def number_value(text: str) -> int | float | None:
    """Return the one number in `text`, from digits, kanji or words up to ninety-nine; None for none or several."""
    said = normalise(text)
    numbers = {_number(token) for token in _NUMBER.findall(said)} or {kanji_number(said)}
    return numbers.pop() if len(numbers) == 1 else None


def choice_value(text: str, choices: Mapping[str, Sequence[str]]) -> str | None:
    """Return the one choice whose id or spelling stands in `text`; None for none or several.

    `choices` maps ids to spellings. A spelling inside a longer one of another choice does not count: `駅` in `駅前`.
    """
    said = normalise(text)
    found = [
        (span, choice)
        for choice, spellings in choices.items()
        for spelling in (choice, *spellings)
        for span in spans(said, normalise(spelling))
    ]
    longest = {
        choice
        for (start, end), choice in found
        if not any(left <= start and end <= right and right - left > end - start for (left, right), _ in found)
    }
    return longest.pop() if len(longest) == 1 else None


def _number(token: str) -> int | float | None:
    """Read one number; None for what is too long to be one, and for a fraction with a unit (`1.5万`)."""
    if (word := english.NUMBERS.get(token, japanese.SMALL_NUMBERS.get(token))) is not None:
        return word
    size = token.removeprefix("-")
    if len(size) > _LONGEST:
        return None
    if "." in size:
        return float(token) if size.isascii() else None
    value = kanji_number(size)
    return -value if value is not None and size != token else value
