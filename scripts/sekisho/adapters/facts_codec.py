"""Facts and findings as compact JSON rows; the version in the cache's key makes any change of shape a miss."""

import json
from collections.abc import Iterable, Mapping

from pydantic_core import from_json

from sekisho.model.base import Json
from sekisho.model.facts import FileFacts, Reference
from sekisho.model.finding import Finding, Fix, Severity
from sekisho.model.ref import Kind, Location

_KINDS = {kind.value: kind for kind in Kind}


def encode(facts: FileFacts) -> str:
    """Return everything about a file except its path and blob."""
    references = [[r.kind, r.id, r.field, r.line, r.column, r.node] for r in facts.references]
    findings = [encode_finding(finding) for finding in facts.findings]
    row = [facts.kind, facts.id, references, facts.details, findings]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def decode(path: str, blob: str, text: str) -> FileFacts:
    """Return the facts `encode` wrote. Raises ValueError, TypeError or KeyError for anything else."""
    kind, id_, references, details, findings = from_json(text, cache_strings="keys")
    named = tuple(Reference(_KINDS[row[0]], *row[1:]) for row in references)
    found = tuple(decode_finding(row) for row in findings)
    return FileFacts(path, blob, None if kind is None else _KINDS[kind], id_, named, details, found)


class StoredFacts:
    """The facts of one file of a folder. References and details are decoded when somebody asks for them.

    Whoever looks at a whole registry mostly asks which files it has. Implements `Facts`.
    """

    __slots__ = ("_decoded", "_row", "findings", "id", "kind", "path")

    def __init__(self, path: str, kind: Kind | None, id_: str, findings: tuple[Finding, ...], row: str) -> None:
        self.path = path
        self.kind = kind
        self.id = id_
        self.findings = findings
        self._row = row
        self._decoded: FileFacts | None = None

    @property
    def references(self) -> tuple[Reference, ...]:
        """Whom the file names."""
        return self._whole().references

    @property
    def details(self) -> Mapping[str, Json]:
        """What else is asked of its kind."""
        return self._whole().details

    def _whole(self) -> FileFacts:
        if self._decoded is None:
            self._decoded = decode(self.path, "", self._row)
        return self._decoded


def encode_folder(files: Iterable[FileFacts]) -> str:
    """Return everything about many files, except for their blobs."""
    rows = [[file.path, file.kind, file.id, [encode_finding(f) for f in file.findings], encode(file)] for file in files]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def decode_folder(text: str) -> list[StoredFacts]:
    """Return the facts `encode_folder` wrote. Raises ValueError, TypeError or KeyError for anything else."""
    return [
        StoredFacts(path, None if kind is None else _KINDS[kind], id_, tuple(map(decode_finding, findings)), row)
        for path, kind, id_, findings, row in from_json(text, cache_strings="none")
    ]


def encode_finding(finding: Finding) -> Json:
    """Return a finding as a list."""
    place, fix = finding.location, finding.fix
    repair = None if fix is None else [fix.start, fix.end, fix.text]
    where = [place.path, place.line, place.column]
    return [finding.rule, *where, finding.message, finding.found, finding.expected, finding.severity, repair]


def decode_finding(row: Json) -> Finding:
    """Return the finding `encode_finding` wrote. Raises ValueError, TypeError or KeyError for anything else."""
    rule, path, line, column, message, found, expected, severity, repair = row
    return Finding(
        rule=rule,
        location=Location(path=path, line=line, column=column),
        message=message,
        found=found,
        expected=expected,
        severity=Severity(severity),
        fix=None if repair is None else Fix(start=repair[0], end=repair[1], text=repair[2]),
    )
