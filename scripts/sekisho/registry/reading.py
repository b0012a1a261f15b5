"""One file, read completely: its bytes become facts and, where its shape is right, a typed artifact."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sekisho.model.base import Json
from sekisho.model.facts import FileFacts
from sekisho.model.finding import Finding
from sekisho.model.ref import Kind
from sekisho.registry.document import Document, Spot
from sekisho.registry.extract.collector import Collector
from sekisho.registry.extract.table import EXTRACTORS
from sekisho.registry.parse import parse_yaml
from sekisho.registry.paths import Place, misplaced, place_of
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.recorded import read_recorded
from sekisho.registry.rules.inside import header, secrets
from sekisho.registry.rules.subject import Subject
from sekisho.registry.rules.table import FILE_RULES
from sekisho.registry.shape import validate

MAX_FINDINGS = 100
"""Findings shown of one file; a hostile one could have a hundred thousand."""
_WHOLE_FILE = frozenset({"file/byte-order-mark", "file/line-ending"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's facts; its plain data (None where it has none) and its artifact (None where its shape is wrong)."""

    facts: FileFacts
    data: Json = None
    artifact: Any = None


def read_file(path: str, blob: str, content: bytes) -> Reading:
    """Read one regular file of the registry. Pure; what is wrong becomes findings in the facts."""
    place = place_of(path)
    if place is None:
        return Reading(FileFacts(path, blob, None, "", findings=(misplaced(path).placed(path, Spot()),)))
    if place.spec.kind is Kind.RECORDING:
        facts, text = read_recorded(path, blob, place.id, content)
        return Reading(facts._replace(findings=settled(path, facts.findings)), text, text)
    document, findings = parse_yaml(path, content)
    if document is None:
        return Reading(FileFacts(path, blob, place.spec.kind, place.id, findings=settled(path, findings)))
    return _read(FileFacts(path, blob, place.spec.kind, place.id, findings=findings), place, document)


def _read(facts: FileFacts, place: Place, document: Document) -> Reading:
    kind, path = place.spec.kind, facts.path
    artifact, problems = validate(place.spec.shape, document)
    collector = Collector(place.id, document)
    details = {} if artifact is None else EXTRACTORS[kind](artifact, collector)
    if artifact is not None:
        subject = Subject(kind, place.id, artifact, document)
        problems = tuple(problem for rule in FILE_RULES.get(kind, ()) for problem in rule(subject))
    findings = (
        *facts.findings,
        *header.check(path, kind, document.text),
        *secrets.check(path, document.text),
        *(problem.at(path, document) for problem in problems),
    )
    known = facts._replace(references=tuple(collector.references), details=details, findings=settled(path, findings))
    return Reading(known, document.data, None if facts.findings else artifact)


def read_shape(path: str, blob: str, content: bytes) -> Reading:
    """Read one file for its artifact alone: YAML and shape are checked, no rule is, and no facts are gathered."""
    place = place_of(path)
    document, findings = (None, ()) if place is None else parse_yaml(path, content)
    if place is None or document is None:
        return read_file(path, blob, content)
    artifact, problems = validate(place.spec.shape, document)
    found = settled(path, (*findings, *(problem.at(path, document) for problem in problems)))
    facts = FileFacts(path, blob, place.spec.kind, place.id, findings=found)
    return Reading(facts, document.data, None if found else artifact)


def settled(path: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return a file's findings in order: bounded in number, silent about its secrets, repairs not at cross purposes.

    While the file's bytes are repaired as a whole, offsets of other repairs mean nothing.
    """
    ordered = sorted(findings, key=lambda finding: finding.order)
    if any(finding.rule == "file/secret" for finding in ordered):
        ordered = [finding if finding.rule == "file/secret" else _silent(finding) for finding in ordered]
    if any(finding.rule in _WHOLE_FILE for finding in ordered):
        ordered = [_unless(finding.rule in _WHOLE_FILE, finding) for finding in ordered]
    if len(ordered) > MAX_FINDINGS:
        rest = Problem("file/many-findings", (), f"{len(ordered) - MAX_FINDINGS} more findings in this file")
        place = ordered[MAX_FINDINGS].location
        ordered = [*ordered[:MAX_FINDINGS], rest.placed(path, Spot(place.line, place.column))]
    return tuple(ordered)


def _silent(finding: Finding) -> Finding:
    return finding.model_copy(update={"found": None, "fix": None})


def _unless(keeps: bool, finding: Finding) -> Finding:
    return finding if keeps else finding.model_copy(update={"fix": None})


def not_a_file(path: str, blob: str, target: bytes) -> Reading:
    """Return the reading of a symlink (with its target) or of a nested repository: a finding, nothing else."""
    found = f"a link to {excerpt(target.decode('utf-8', 'replace'))}" if target else "a repository inside the registry"
    problem = Problem("file/symlink", (), "not a regular file", found, "the file itself")
    return Reading(FileFacts(path, blob, None, "", findings=(problem.placed(path, Spot()),)))
