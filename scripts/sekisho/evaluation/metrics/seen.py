"""One judged result as the metrics read it: its checks sorted by what they are about, each read once."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sekisho.model.run import UNIT_PREFIX, CaseResult, Check

Found = TypeVar("Found")


class Seen:
    """A result and its checks by the head of their field: `intent`, `slots`, `reply`, ..."""

    __slots__ = ("_checks", "_found", "heads", "parts", "result")

    def __init__(self, result: CaseResult) -> None:
        self.result = result
        self.parts: dict[str, tuple[float, float]] = {}
        """What each ratio has read of the result, so that a run, a comparison and its segments read it once."""
        self._found: dict[str, Any] = {}
        self._checks: dict[str, list[Check]] = {}
        for check in result.checks:
            self._checks.setdefault(check.field.partition(".")[0], []).append(check)
        self.heads = frozenset(("", *self._checks))
        """What its checks are about, and "" for everything else."""

    def checks(self, head: str) -> Sequence[Check]:
        """Return the checks whose field is `head` or a part of it, in order."""
        return self._checks.get(head, ())

    def once(self, name: str, read: Callable[["Seen"], Found]) -> Found:
        """Return what `read` finds in this result; it is read once under this name, for whoever asks."""
        if name not in self._found:
            self._found[name] = read(self)
        found: Found = self._found[name]
        return found


def is_unit(case: str) -> bool:
    """Say whether a case is a prompt's unit test, not a dialogue."""
    return case.startswith(UNIT_PREFIX)
