"""What is wrong with a registry, as values that are collected, sorted and printed together."""

from enum import StrEnum

from sekisho.model.base import Frozen
from sekisho.model.ref import Location


class Severity(StrEnum):
    """An error stops the gate; a warning is shown and does not."""

    ERROR = "error"
    WARNING = "warning"


class Fix(Frozen):
    """A certain repair: replace the bytes [start, end) of the file by `text`."""

    start: int
    end: int
    text: str


class Finding(Frozen):
    """One thing that is wrong, where, what was found and what was expected."""

    rule: str
    location: Location
    message: str
    found: str | None = None
    expected: str | None = None
    severity: Severity = Severity.ERROR
    fix: Fix | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Findings are printed in this order."""
        return (*self.location.order, self.rule, self.message)

    def __str__(self) -> str:
        parts = [self.message]
        if self.found is not None:
            parts.append(f"found {self.found}")
        if self.expected is not None:
            parts.append(f"expected {self.expected}")
        return f"{self.location}: {', '.join(parts)} [{self.rule}]"
