"""What a rule says about one file: the finding before its line and column are known."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from sekisho.model.base import Json
from sekisho.model.finding import Finding, Fix, Severity
from sekisho.model.ref import Location
from sekisho.registry.document import Document, Path, Spot

_LONGEST = 80
_BIDI = frozenset("\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at `path` in a file; `offset` counts characters into a string there.

    `repair` is the text that is certain to mend the scalar at `path`.
    """

    rule: str
    path: Path
    message: str
    found: str | None = None
    expected: str | None = None
    severity: Severity = Severity.ERROR
    at_key: bool = False
    offset: int | None = None
    repair: str | None = None

    def at(self, file: str, document: Document) -> Finding:
        """Return the finding, placed in `document`, which was read from `file`."""
        spot = document.spot(self.path, key=self.at_key)
        fix = None if self.repair is None else Fix(start=spot.start, end=spot.end, text=self.repair)
        if self.offset is not None:
            spot = document.inside(self.path, self.offset)
        return self.placed(file, spot, fix)

    def placed(self, file: str, spot: Spot, fix: Fix | None = None) -> Finding:
        """Return the finding at `spot` of `file`."""
        return Finding(
            rule=self.rule,
            location=Location(path=file, line=spot.line, column=spot.column),
            message=self.message,
            found=self.found,
            expected=self.expected,
            severity=self.severity,
            fix=fix,
        )


def excerpt(value: Json) -> str:
    """Return a value for a message: JSON, on one line, bounded, control and direction characters as escapes.

    Containers are named, not printed.
    """
    if isinstance(value, dict | list | tuple):
        return f"a {'mapping' if isinstance(value, dict) else 'list'} of {len(value)}"
    short = value[: _LONGEST + 1] if isinstance(value, str) else value
    text = json.dumps(short, ensure_ascii=False, default=str)
    shown = "".join(_visible(character) for character in text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 2] + "…" + shown[0] * (shown[0] == '"')


def _visible(character: str) -> str:
    hidden = character in _BIDI or not (character.isprintable() or character == " ")
    return f"\\u{ord(character):04x}" if hidden else character


def one_of(names: Collection[str], limit: int = 12) -> str:
    """Return the names for an `expected`: all of a few, the first of many; those of a list in its order."""
    listed = list(names) if isinstance(names, list | tuple) else sorted(names)
    if not listed:
        return "nothing here"
    shown = ", ".join(excerpt(str(name))[1:-1] for name in listed[:limit])
    return f"one of {shown}" + (f" and {len(listed) - limit} more" if len(listed) > limit else "")
