"""What `validate` found out about a whole registry. Importing this costs nothing: a clean answer must be instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sekisho.model.finding import Finding


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """All findings, sorted; how many files there are, by kind; how many were not read again; paths that were repaired.

    `revision` is a commit id or "working tree".
    """

    revision: str
    files: int
    cached: int
    kinds: Mapping[str, int]
    findings: "tuple[Finding, ...]" = ()
    fixed: tuple[str, ...] = field(default=())

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    @property
    def ok(self) -> bool:
        """Whether there are files and none of them has an error: nothing to check is never a pass."""
        return self.files > 0 and self.errors == 0
