"""What one entry of an index is: a document, or its paragraphs, cut at sentence ends where it is too long."""

import re
from collections.abc import Iterator

from sekisho.model.kinds.knowledge import Chunking

_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"(?<=[。!?！？\n])|(?<=[.])\s+")


def chunks(text: str, settings: Chunking) -> Iterator[str]:
    """Yield the entries of `text`, each of at most `max_chars` characters unless one sentence alone is longer.

    An entry begins with up to `overlap_chars` characters of the one before it.
    """
    units = _PARAGRAPH.split(text) if settings.unit == "paragraph" else [text]
    for unit in filter(None, map(str.strip, units)):
        if len(unit) <= settings.max_chars:
            yield unit
        else:
            yield from _cut(unit, settings)


def _cut(unit: str, settings: Chunking) -> Iterator[str]:
    entry = ""
    for sentence in filter(None, _SENTENCE.split(unit)):
        if entry and len(entry) + len(sentence) > settings.max_chars:
            yield entry.strip()
            entry = entry[-settings.overlap_chars :] if settings.overlap_chars else ""
        entry += sentence
    yield entry.strip()
