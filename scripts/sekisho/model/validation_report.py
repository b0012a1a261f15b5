"""The result of `validate` as a file for other programs."""

from collections.abc import Mapping

from sekisho.model.base import Count, Frozen
from sekisho.model.finding import Finding
from sekisho.model.validation import ValidationResult


class ValidationReport(Frozen):
    """What `sekisho validate --format json` prints: a `ValidationResult`, and what it comes to."""

    format: str = "sekisho-validation/1"
    ok: bool
    revision: str
    files: Count
    cached: Count
    kinds: Mapping[str, Count]
    errors: Count
    warnings: Count
    findings: tuple[Finding, ...] = ()
    fixed: tuple[str, ...] = ()

    @classmethod
    def of(cls, result: ValidationResult) -> "ValidationReport":
        """Return the report of a result."""
        return cls(
            ok=result.ok,
            revision=result.revision,
            files=result.files,
            cached=result.cached,
            kinds=result.kinds,
            errors=result.errors,
            warnings=result.warnings,
            findings=result.findings,
            fixed=result.fixed,
        )
