"""The filters and functions of the language. Each bounds what it makes before it makes it."""

import json
from collections.abc import Mapping
from datetime import date as Date  # noqa: N812 - `date` is the name of a filter here
from typing import Any

from sekisho.template.values import bounded, check_length, kind_of, text_of

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WINDOWS = {
    "morning": {"ja": "午前(9〜12時)", "en": "morning (9 am-12)"},
    "afternoon": {"ja": "午後(12〜17時)", "en": "afternoon (12-5 pm)"},
    "evening": {"ja": "夕方(17〜20時)", "en": "evening (5-8 pm)"},
}


def trim(value: Any) -> str:
    """Remove white space at both ends."""
    return bounded(text_of(value)).strip()


def lower(value: Any) -> str:
    """Lower-case."""
    return bounded(bounded(text_of(value)).lower())


def upper(value: Any) -> str:
    """Upper-case."""
    return bounded(bounded(text_of(value)).upper())


def replace(value: Any, old: str, new: str) -> str:
    """Replace every `old` by `new`. Raises ValueError when `old` is empty or the result too long."""
    text = bounded(text_of(value))
    if not old:
        raise ValueError("replace needs something to look for")
    check_length(len(text) + text.count(old) * (len(new) - len(old)))
    return text.replace(old, new)


def join(value: Any, separator: str = "") -> str:
    """Join the texts of a list."""
    items = [text_of(item) for item in _list(value)]
    check_length(sum(map(len, items)) + len(separator) * len(items))
    return separator.join(items)


def tojson(value: Any) -> str:
    """Say `value` in JSON, on one line."""
    return bounded(json.dumps(value, ensure_ascii=False, allow_nan=False))


def first(value: Any) -> Any:
    """Return the first item or character, none when there is none."""
    return next(iter(_sequence(value)[:1]), None)


def last(value: Any) -> Any:
    """Return the last item or character, none when there is none."""
    return next(iter(_sequence(value)[-1:]), None)


def length(value: Any) -> int:
    """Count characters, items or keys."""
    return len(value if isinstance(value, Mapping) else _sequence(value))


def integer(value: Any, default: Any = None) -> Any:
    """Return the whole number in `value`, or `default` when there is none and one is given."""
    try:
        return int(bounded(value) if isinstance(value, str) else value)
    except (TypeError, ValueError, OverflowError):
        if default is None:
            raise
        return default


def rounded(value: Any, precision: int = 0) -> int | float:
    """Round half to even; to a whole number unless `precision` (0 to 10) asks for decimals."""
    if not 0 <= precision <= 10:
        raise ValueError("round takes a precision from 0 to 10")
    return round(float(value), precision) if precision else round(float(value))


def date(value: Any, language: str) -> str:
    """Say an ISO date: `11月18日(水)`, `Wednesday, November 18`."""
    day = _day(value)
    if language == "ja":
        return f"{day.month}月{day.day}日({'月火水木金土日'[day.weekday()]})"
    return f"{_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}"


def weekday(value: Any) -> str:
    """Return `monday` ... `sunday` for an ISO date."""
    return _WEEKDAYS[_day(value).weekday()].lower()


def window(value: Any, language: str) -> str:
    """Say a time window: `午前(9〜12時)`, `morning (9 am-12)`."""
    if value not in _WINDOWS:
        raise ValueError(f"{value!r} is not a time window; expected one of {', '.join(_WINDOWS)}")
    return _WINDOWS[value]["ja" if language == "ja" else "en"]


def yes_no(value: Any) -> bool | None:
    """Return whether an utterance says yes (True), no (False) or neither (None)."""
    from sekisho.text.values import yes_no_value

    return yes_no_value(bounded(text_of(value)))


def _day(value: Any) -> Date:
    return Date.fromisoformat(text_of(value)[:10])


def _list(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        raise TypeError(f"expected a list, found {kind_of(value)}")
    return value


def _sequence(value: Any) -> Any:
    return value if isinstance(value, str) else _list(value)
