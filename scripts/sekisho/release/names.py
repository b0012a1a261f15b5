"""Names of releases: `release/YYYY.MM.DD.N`, N counted from 1 on each day (UTC). Later releases sort higher."""

import re
from collections.abc import Iterable
from datetime import date

PREFIX = "release/"
_NAME = re.compile(r"release/([0-9]{4})\.([0-9]{2})\.([0-9]{2})\.([1-9][0-9]{0,5})", re.ASCII)


def order(name: str) -> tuple[int, ...] | None:
    """Return what releases are sorted by, or None for a tag that is not named like a release."""
    found = _NAME.fullmatch(name)
    return tuple(int(part) for part in found.groups()) if found else None


def in_order(tags: Iterable[str]) -> list[str]:
    """Return the releases among `tags`, the oldest first."""
    return sorted((tag for tag in tags if order(tag)), key=lambda tag: order(tag) or ())


def next_name(tags: Iterable[str], day: date) -> str:
    """Return the first free name of `day`; `tags` are all tags there are, not only those of one branch."""
    start = f"{PREFIX}{day:%Y.%m.%d}."
    taken = [found[-1] for tag in tags if tag.startswith(start) and (found := order(tag))]
    return f"{start}{max(taken, default=0) + 1}"
