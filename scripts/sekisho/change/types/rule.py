"""What a row of the classifier is: which fields of which kinds, what editing them means, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from sekisho.change.fields import FieldPath, covers, fits, pattern
from sekisho.model.change import ChangeType
from sekisho.model.ref import Kind


@dataclass(frozen=True, slots=True)
class Rule:
    """Fields of some kinds at or below `path`; the empty path is the file itself, when it comes, goes or is renamed."""

    kinds: frozenset[Kind]
    path: FieldPath
    type: ChangeType | None
    why: str

    def applies(self, kind: Kind, path: FieldPath) -> bool:
        """Whether this rule speaks of the field."""
        return kind in self.kinds and (covers(self.path, path) if self.path else fits(self.path, path))


def rules(kinds: Iterable[Kind], fields: str, kind_of_change: ChangeType | None, why: str) -> tuple[Rule, ...]:
    """Return one rule for each of the blank-separated field patterns; `.` is the file itself."""
    return tuple(
        Rule(frozenset(kinds), pattern("" if field == "." else field), kind_of_change, why) for field in fields.split()
    )
