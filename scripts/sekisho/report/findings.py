"""The result of `validate` for a terminal, for programs, for GitHub's annotations and for code scanning (SARIF).

Paths and excerpts come from files nobody has approved yet: they are shown, never obeyed. Importing this is cheap, so
that a clean answer is instant.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sekisho.model.validation import ValidationResult
from sekisho.report.annotations import annotated, of_finding
from sekisho.report.safe import printable
from sekisho.text.workflow_command import inert

if TYPE_CHECKING:
    from sekisho.model.finding import Finding

_LONGEST = 1000
_SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(result: ValidationResult, format_: str) -> str:
    """Return `result` as `text`, `json`, `annotations` or `sarif`. Raises KeyError for another format."""
    return _RENDERERS[format_](result)


def text(result: ValidationResult) -> str:
    """One finding a line, an empty line between files, and what it comes to."""
    blocks = ["\n".join(map(line, group)) for _, group in groupby(result.findings, lambda found: found.location.path)]
    return "\n\n".join([*blocks, summary(result)]) + "\n"


def line(finding: "Finding") -> str:
    """Return `path:line:col: what is wrong, found ..., expected ... [rule]`, on one line."""
    suffix = " (warning)" if finding.severity == "warning" else ""
    return printable(finding, _LONGEST) + suffix


def summary(result: ValidationResult) -> str:
    """Return the closing lines: what was repaired, what was found, and what can be done about it."""
    lines = [f"repaired {printable(path)}" for path in result.fixed]
    count = f"{result.files} file{'s' * (result.files != 1)}"
    if not result.findings:
        return "\n".join([*lines, f"{count}: no findings"])
    found = [f"{result.errors} error{'s' * (result.errors != 1)}"]
    if result.warnings:
        found.append(f"{result.warnings} warning{'s' * (result.warnings != 1)}")
    lines.append(f"{count}: {', '.join(found)}")
    repairable = sum(finding.fix is not None for finding in result.findings)
    if repairable:
        lines.append(f"{repairable} of them can be repaired: sekisho validate --fix")
    return "\n".join(lines)


def json(result: ValidationResult) -> str:
    """Return the report schemas/validation-report.schema.json describes."""
    from sekisho.model.validation_report import ValidationReport
    from sekisho.serialize import pretty_json

    return pretty_json(ValidationReport.of(result))


def annotations(result: ValidationResult) -> str:
    """Return workflow commands; GitHub shows them beside the lines of a pull request."""
    return annotated(map(of_finding, result.findings)) + inert(summary(result)) + "\n"


def sarif(result: ValidationResult) -> str:
    """Return a SARIF 2.1.0 log with every rule that found something."""
    from sekisho import __version__
    from sekisho.model.rule import OWNERS_RULES, RULES
    from sekisho.serialize import pretty_json

    rules = sorted({finding.rule for finding in result.findings})
    said = {**RULES, **OWNERS_RULES}
    driver = {
        "name": "sekisho",
        "version": __version__,
        "rules": [{"id": rule, "shortDescription": {"text": said.get(rule, rule)}} for rule in rules],
    }
    results = [_result(finding, rules.index(finding.rule)) for finding in result.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return pretty_json({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(finding: "Finding", rule: int) -> dict[str, Any]:
    from urllib.parse import quote

    place = finding.location
    artifact = {"uri": quote(place.path, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}
    region = {"startLine": place.line, "startColumn": place.column}
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": printable(of_finding(finding).message, _LONGEST)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        **dict(_fixes(finding, artifact)),
    }


def _fixes(finding: "Finding", artifact: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    fix = finding.fix
    if fix is not None:
        deleted = {"byteOffset": fix.start, "byteLength": fix.end - fix.start}
        replacement = {"deletedRegion": deleted, "insertedContent": {"text": fix.text}}
        yield "fixes", [{"artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}]}]


_RENDERERS: Mapping[str, Callable[[ValidationResult], str]] = {
    "text": text,
    "json": json,
    "annotations": annotations,
    "sarif": sarif,
}
