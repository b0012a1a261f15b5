"""Parts of the day: morning (before 12), afternoon (12 to 17) and evening (from 17), from words or clock hours."""

import re

from sekisho.text import english, japanese
from sekisho.text.profile import normalise

_HALF = "午前|午後|朝|昼|夕方|夜|晩"
_LATE = frozenset({"午後", "昼", "夕方", "夜", "晩", "p", "afternoon", "evening", "night"})
_EARLY = frozenset({"午前", "朝", "a", "morning"})
_UNIT = r"時(?!間)半?|:[0-9]{2}(?![0-9:])(?: ?[ap]m\b)?| ?[ap]m\b"
_DOTTED = re.compile(r"\b([ap])\.m\b\.?", re.ASCII)
_RANGE = re.compile(
    rf"(?<![0-9/:.月-])(?P<from>[0-9]{{1,2}})(?P<unit>{_UNIT})?"
    rf"(?:-|~| to | ?until |から)(?:{_HALF})?の?(?P<to>[0-9]{{1,2}})(?P<last>{_UNIT})",
    re.ASCII,
)
_CLOCK = re.compile(
    rf"(?:(?P<half>{_HALF})[のに]?)?(?<![0-9/:.-])(?P<hour>[0-9]{{1,2}})"
    r"(?:時(?!間)(?:半|[0-9]{1,2}分)?|:[0-9]{2}(?![0-9:])|(?= ?[ap]m\b))"
    r"(?: ?(?P<suffix>[ap])m\b| (?:in the|at) (?P<part>morning|afternoon|evening|night)\b)?",
    re.ASCII,
)
_WORDS = {
    window: re.compile(f"{japanese.WINDOWS[window]}|{english.WINDOWS[window]}", re.ASCII)
    for window in ("morning", "afternoon", "evening")
}


def time_window_value(text: str) -> str | None:
    """Return the one part of the day that `text` names: morning, afternoon or evening; None for none or several.

    Of a range of hours its beginning counts. An hour before 6 is no window unless it is said to be in the morning.
    """
    said = english.GREETING.sub("", _DOTTED.sub(r"\1m", normalise(text)))
    said = _RANGE.sub(_beginning, said)
    found = {_window_of(match) for match in _CLOCK.finditer(said)}
    rest = _CLOCK.sub("", said)
    found |= {window for window, words in _WORDS.items() if words.search(rest)}
    return found.pop() if len(found) == 1 else None


def _beginning(match: re.Match[str]) -> str:
    """Keep the first hour of a range, with the unit of the last where it has none: `2 to 4 pm` begins at 2 pm."""
    start, unit, last = match["from"], match["unit"], match["last"]
    if unit is None and last.endswith("pm") and int(start) > int(match["to"]) % 12:
        last = last.replace("pm", "am")
    return start + (unit or last)


def _window_of(match: re.Match[str]) -> str | None:
    hour, said = int(match["hour"]), match["half"] or match["suffix"] or match["part"]
    if said in _LATE and hour < 12 and not (said == "昼" and hour >= 10):
        hour += 12
    if said in _EARLY and hour == 12:
        hour = 0
    if 6 <= hour < 12 or (hour < 6 and said in _EARLY):
        return "morning"
    if 12 <= hour < 17:
        return "afternoon"
    return "evening" if 17 <= hour < 24 else None
