"""Certain repairs, written into the working tree: bytes are replaced in place, no key and no comment is lost."""

from collections.abc import Iterable, Sequence

from sekisho.adapters.files import read_bytes, write_atomic
from sekisho.adapters.git import SUBMODULE, SYMLINK, Entry, Repository
from sekisho.model.finding import Fix
from sekisho.registry.parse import with_lf
from sekisho.registry.paths import place_of
from sekisho.registry.reading import read_file


def repair(repository: Repository, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Apply the repairs of these files' own findings and return the paths that changed, in order.

    Running it again changes nothing. Raises SourceError when a file cannot be read or written; a file is written
    whole or not at all.
    """
    changed = []
    for entry in entries:
        if entry.mode in (SYMLINK, SUBMODULE) or place_of(entry.path) is None:
            continue
        file = repository.root / entry.path
        before = read_bytes(file)
        after = repaired(entry.path, before)
        if after != before:
            write_atomic(file, after)
            changed.append(entry.path)
    return tuple(changed)


def repaired(path: str, content: bytes) -> bytes:
    """Return the content with every certain repair applied, until none is left: one can uncover another."""
    before = None
    while content != before:
        before, content = content, _repaired_once(path, content)
    return content


def _repaired_once(path: str, content: bytes) -> bytes:
    findings = read_file(path, "", content).facts.findings
    if any(finding.rule == "file/line-ending" for finding in findings):
        return with_lf(content)
    return apply(content, (finding.fix for finding in findings if finding.fix))


def apply(content: bytes, fixes: Iterable[Fix]) -> bytes:
    """Replace the spans of `fixes`; of two that overlap the first counts."""
    pieces = []
    position = 0
    for fix in sorted(set(fixes), key=lambda fix: (fix.start, fix.end)):
        if fix.start >= position:
            pieces += [content[position : fix.start], fix.text.encode("utf-8")]
            position = fix.end
    return b"".join([*pieces, content[position:]])
