"""From readings to the typed registry of one revision."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sekisho.model.kinds.table import KINDS
from sekisho.model.ref import Kind
from sekisho.model.registry import Registry, SourceFile
from sekisho.registry.reading import Reading

_FIELDS = {spec.kind: spec.field for spec in KINDS}


def assemble(readings: Iterable[Reading]) -> Registry:
    """Return every artifact that could be read, by kind and id; what could not is only in the findings."""
    artifacts: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    sources: dict[tuple[Kind, str], SourceFile] = {}
    for reading in readings:
        facts = reading.facts
        if facts.kind is not None and reading.artifact is not None:
            artifacts[_FIELDS[facts.kind]][facts.id] = reading.artifact
            sources[facts.kind, facts.id] = SourceFile(facts.path, facts.blob, reading.data)
    return Registry(**artifacts, sources=sources)
