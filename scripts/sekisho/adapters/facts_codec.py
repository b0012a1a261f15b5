"""Facts and findings as compact JSON rows; the version in the cache's key makes any change of shape a miss."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from pydantic_core import from_json

from sekisho.model.base import Json
from sekisho.model.facts import FileFacts, Reference
from sekisho.model.finding import Finding, Fix, Severity
from sekisho.model.ref import Kind, Location

_KINDS = {kind.value: kind for kind in Kind}


def encode(facts: FileFacts) -> str:
    """Return everything about a file except its path and blob."""
    findings = [encode_finding(finding) for finding in facts.findings]
    return _compact([facts.kind, facts.id, facts.references, facts.details, findings])


def decode(path: str, blob: str, text: str) -> FileFacts:
    """Return the facts `encode` wrote. Raises ValueError, TypeError or KeyError for anything else."""
    kind, id_, references, details, findings = from_json(text, cache_strings="keys")
    found = tuple(decode_finding(row) for row in findings)
    return FileFacts(path, blob, None if kind is None else _KINDS[kind], id_, _references(references), details, found)


def _references(rows: Iterable[Sequence[Json]]) -> tuple[Reference, ...]:
    return tuple(Reference(_KINDS[row[0]], *row[1:]) for row in rows)


def _compact(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class StoredFacts:
    """The facts of one file of a folder. References and details are decoded when somebody asks for them.

    Whoever looks at a whole registry mostly asks which files it has. Implements `Facts`.
    """

    __slots__ = ("_place", "_rest", "findings", "id", "kind", "path")

    def __init__(
        self, path: str, kind: Kind | None, id_: str, findings: tuple[Finding, ...], rest: "_Rest", place: int
    ) -> None:
        self.path = path
        self.kind = kind
        self.id = id_
        self.findings = findings
        self._rest = rest
        self._place = place

    @property
    def references(self) -> tuple[Reference, ...]:
        """Whom the file names."""
        return _references(self._rest.row(self._place)[0])

    @property
    def details(self) -> Mapping[str, Json]:
        """What else is asked of its kind."""
        found: Mapping[str, Json] = self._rest.row(self._place)[1]
        return found


class _Rest:
    """The references and details of the files of one folder, a line each."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._rows: dict[int, Json] = {}

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def row(self, place: int) -> Json:
        if place not in self._rows:
            self._rows[place] = from_json(self._lines[place], cache_strings="keys")
        return self._rows[place]


def encode_folder(files: Iterable[FileFacts]) -> str:
    """Return everything about many files but their blobs: a line of what is asked of all, then a line for each."""
    known, rest = [], []
    for file in files:
        known.append([file.path, file.kind, file.id, [encode_finding(finding) for finding in file.findings]])
        rest.append(_compact([file.references, file.details]))
    return "\n".join([_compact(known), *rest])


def decode_folder(text: str) -> list[StoredFacts]:
    """Return the facts `encode_folder` wrote. Raises ValueError, TypeError or KeyError for anything else."""
    known, _, lines = text.partition("\n")
    rest = _Rest(lines)
    found = []
    for place, (path, kind, id_, findings) in enumerate(from_json(known, cache_strings="none")):
        wrong = tuple(map(decode_finding, findings)) if findings else ()
        found.append(StoredFacts(path, None if kind is None else _KINDS[kind], id_, wrong, rest, place))
    return found


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
