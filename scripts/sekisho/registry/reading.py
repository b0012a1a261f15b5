"""One file, read completely: its bytes become facts and, where everything about it is right, a typed artifact."""

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
from sekisho.registry.recorded import read_recordings_file
from sekisho.registry.shape import validate


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
        facts, text = read_recordings_file(FileFacts(path, blob, place.spec.kind, place.id), content)
        return Reading(facts, text, text)
    document, findings = parse_yaml(path, content)
    if document is None:
        return Reading(FileFacts(path, blob, place.spec.kind, place.id, findings=findings))
    return _shaped(FileFacts(path, blob, place.spec.kind, place.id, findings=findings), place, document)


def _shaped(facts: FileFacts, place: Place, document: Document) -> Reading:
    artifact, problems = validate(place.spec.shape, document)
    findings: tuple[Finding, ...] = (*facts.findings, *(problem.at(facts.path, document) for problem in problems))
    collector = Collector(place.id, document)
    details = {} if artifact is None else EXTRACTORS[place.spec.kind](artifact, collector)
    known = FileFacts(facts.path, facts.blob, facts.kind, facts.id, tuple(collector.references), details, findings)
    return Reading(known, document.data, artifact)


def not_a_file(path: str, blob: str, target: bytes) -> Reading:
    """Return the reading of a symlink (with its target) or of a nested repository: a finding, nothing else."""
    found = f"a link to {excerpt(target.decode('utf-8', 'replace'))}" if target else "a repository inside the registry"
    problem = Problem("file/symlink", (), "not a regular file", found, "the file itself")
    return Reading(FileFacts(path, blob, None, "", findings=(problem.placed(path, Spot()),)))
