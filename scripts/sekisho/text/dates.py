"""Days that people name, as ISO dates: the most specific reading of a text wins, and an impossible day is no day.

Weeks run from Monday to Sunday: `来週の火曜日` and `next Tuesday` are the Tuesday of the week after this one. A weekday
alone is the next one after today. A month and day, or a day alone, that has passed means the next time it comes.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sekisho.text import english, japanese
from sekisho.text.profile import normalise

Reader = Callable[[re.Match[str], date], date | None]

_DAY = r"(?P<day>[0-9]{1,2})"
_ORDINAL = rf"{_DAY}(?:st|[nr]d|th)\b"
_ANY_DAY = rf"{_DAY}(?:st|[nr]d|th)?"
_YEAR = r"(?:,? (?P<year>[0-9]{4})\b)?"
_MONTH = rf"(?P<name>{english.MONTH})"
_COUNT = rf"(?P<count>[0-9]{{1,3}}|an?|{english.NUMBER_WORD}) (?P<unit>day|week)s?"
_WEEKDAY = rf"(?P<weekday>{english.WEEKDAY}|{english.SHORT_WEEKDAY})"
_KANJI_WEEKDAY = rf"(?P<weekday>[{japanese.WEEKDAYS}])曜"
_NOT_A_THING = r"(?! (?:floor|time|street|avenue|row|table|person|one)\b)"


def date_value(text: str, now: datetime) -> str | None:
    """Return the day that `text` names, as YYYY-MM-DD, or None; `now` is the local time of the dialogue."""
    said = normalise(text)
    for pattern, read in _READERS:
        if match := pattern.search(said):
            day = read(match, now.date())
            return day.isoformat() if day else None
    return None


def _written_out(match: re.Match[str], _: date) -> date | None:
    return _make(int(match["year"]), int(match["month"]), int(match["day"]))


def _month_and_day(match: re.Match[str], today: date) -> date | None:
    """Read a month and a day: in the year that is said, else the next time they come."""
    said = match.groupdict()
    month = english.MONTHS.index(said["name"][:3]) + 1 if "name" in said else int(said["month"])
    if year := said.get("year"):
        return _make(int(year), month, int(said["day"]))
    return _first_from(today, [(today.year, month), (today.year + 1, month)], int(said["day"]))


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    """Read a day of this month, the next, or the one after."""
    month = _month_ahead(today, japanese.MONTHS.get(match["month"], int(match["month"] == "next")))
    return _make(*month, int(match["day"]))


def _day_alone(match: re.Match[str], today: date) -> date | None:
    return _first_from(today, [_month_ahead(today, months) for months in range(12)], int(match["day"]))


def _ahead(match: re.Match[str], today: date) -> date | None:
    """Read a number of days or weeks from now."""
    said = match["count"]
    count = int(said) if said.isdigit() else english.NUMBERS.get(said, 1)
    return today + timedelta(days=count if match["unit"] in ("day", "日") else 7 * count)


def _weekday_of_week(match: re.Match[str], today: date) -> date | None:
    """Read a weekday of this week, the next, or the one after; `this Friday` never looks back, `今週の金曜` may."""
    said = match["week"]
    weeks = japanese.WEEKS.get(said, 2 if said.endswith("after next") else int(said.startswith("next")))
    day = today + timedelta(days=7 * weeks + _weekday(match) - today.weekday())
    return day + timedelta(days=7) if said == "this" and day < today else day


def _next_weekday(match: re.Match[str], today: date) -> date | None:
    return today + timedelta(days=(_weekday(match) - today.weekday() - 1) % 7 + 1)


def _unreadable(_match: re.Match[str], _today: date) -> date | None:
    """Read nothing: `a week from Tuesday` is not `Tuesday`."""
    return None


def _fixed(days: int) -> Reader:
    return lambda _, today: today + timedelta(days=days)


def _weekday(match: re.Match[str]) -> int:
    said = match["weekday"]
    return japanese.WEEKDAYS.index(said) if said in japanese.WEEKDAYS else english.WEEKDAYS.index(said[:3])


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _first_from(today: date, months: list[tuple[int, int]], day: int) -> date | None:
    """Return the first of these months' `day` that exists and has not passed."""
    days = (_make(year, month, day) for year, month in months)
    return next((day for day in days if day and day >= today), None)


def _month_ahead(today: date, months: int) -> tuple[int, int]:
    years, month = divmod(today.month - 1 + months, 12)
    return today.year + years, month + 1


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (rf"(?<![0-9-])(?P<year>[0-9]{{4}})[-/.年](?P<month>[0-9]{{1,2}})[-/.月]{_DAY}(?![0-9-])", _written_out),
        (rf"\b{_ANY_DAY}(?: of)? {_MONTH}{_YEAR}", _month_and_day),
        (rf"\b{_MONTH} (?:the )?{_ANY_DAY}\b(?!:){_YEAR}", _month_and_day),
        (rf"(?<![0-9/])(?P<month>[0-9]{{1,2}})/{_DAY}(?![0-9/])", _month_and_day),
        (rf"(?<![0-9])(?P<month>[0-9]{{1,2}})月の?{_DAY}日", _month_and_day),
        (rf"(?P<month>{'|'.join(japanese.MONTHS)})の?{_DAY}日", _day_of_month),
        (rf"\b{_ORDINAL}(?: of)? (?P<month>this|next) month\b", _day_of_month),
        (r"(?<![0-9])(?P<count>[0-9]{1,3})(?P<unit>日|週間)後", _ahead),
        (rf"\bin {_COUNT}\b", _ahead),
        (rf"\b{_COUNT} (?:from (?:now|today)|later)\b", _ahead),
        (rf"(?P<week>{'|'.join(japanese.WEEKS)})の?{_KANJI_WEEKDAY}", _weekday_of_week),
        (rf"\b(?P<week>this|next) (?:coming )?{_WEEKDAY}", _weekday_of_week),
        (rf"\b{_WEEKDAY},? (?:of )?(?:the )?(?P<week>this week|next week|week after next)\b", _weekday_of_week),
        (r"\bweeks? (?:from|after)\b", _unreadable),
        *((word, _fixed(days)) for word, days in [*japanese.RELATIVE_DAYS.items(), *english.RELATIVE_DAYS.items()]),
        (rf"(?<![0-9月/]){_DAY}日(?!間|以内|後|前|目|おき|ごと|連続)", _day_alone),
        (rf"\b(?:on|the) {_ORDINAL}{_NOT_A_THING}", _day_alone),
        (rf"^{_ORDINAL}$", _day_alone),
        (rf"(?<!毎週){_KANJI_WEEKDAY}", _next_weekday),
        (rf"\b(?P<weekday>{english.WEEKDAY})", _next_weekday),
        (rf"\bon {_WEEKDAY}", _next_weekday),
        (rf"^{_WEEKDAY}(?=$|[,!])", _next_weekday),
    )
)  # fmt: skip
"""Pattern and reader, the most specific first: the first pattern found decides, even when its day is impossible."""
