"""A file of recorded answers: strict JSON lines, one answer a line, sorted and canonical."""

from sekisho.model.facts import FileFacts
from sekisho.registry.parse import decode


def read_recordings_file(facts: FileFacts, content: bytes) -> tuple[FileFacts, str | None]:
    """Return the facts of a recordings file and its text (None where it has none)."""
    text, findings = decode(facts.path, content)
    return FileFacts(facts.path, facts.blob, facts.kind, facts.id, findings=tuple(findings)), text
