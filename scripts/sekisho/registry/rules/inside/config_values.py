"""A setting is inside its own range, and the time zone exists."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sekisho.model.kinds.config import Config
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Yield settings out of their range, empty ranges and an unknown time zone."""
    config: Config = subject.artifact
    for name, setting in config.settings.items():
        low = float("-inf") if setting.minimum is None else setting.minimum
        high = float("inf") if setting.maximum is None else setting.maximum
        number = isinstance(setting.value, int | float) and not isinstance(setting.value, bool)
        if low > high:
            message, expected = "an empty range", "minimum at most maximum"
            yield Problem("config/range", ("settings", name, "minimum"), message, excerpt(low), expected)
        elif number and not low <= float(setting.value) <= high:
            message, expected = "a setting outside its own range", f"{low} to {high}"
            yield Problem("config/range", ("settings", name, "value"), message, excerpt(setting.value), expected)
    if not _is_zone(config.timezone):
        found = excerpt(config.timezone)
        yield Problem("config/timezone", ("timezone",), "an unknown time zone", found, "an IANA name: Asia/Tokyo")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
