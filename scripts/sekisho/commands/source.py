"""Where every verb gets its registry from: a revision or the working tree of a repository, read and joined.

Importing this is cheap; what reads files is imported when something is read.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.adapters.git import SUBMODULE, SYMLINK, Entry, Repository, open_repository
from sekisho.errors import RegistryInvalidError, SourceError
from sekisho.registry.scope import FOLDER, in_scope

if TYPE_CHECKING:
    from sekisho.model.facts import FileFacts
    from sekisho.model.finding import Finding
    from sekisho.model.ref import Kind
    from sekisho.model.registry import Registry
    from sekisho.registry.reading import Reading

    Reader = Callable[[str, str, bytes], Reading]

__all__ = ["WORKING_TREE", "Loaded", "load", "load_facts", "load_kinds", "open_repository"]

WORKING_TREE = "working tree"
_LARGEST = (8 << 20) + 1


@dataclass(frozen=True, slots=True)
class Loaded:
    """The registry of one revision (a commit id, or `WORKING_TREE`), with everything that is wrong with it."""

    revision: str
    registry: "Registry"
    facts: "tuple[FileFacts, ...]"
    findings: "tuple[Finding, ...]"

    def checked(self) -> "Loaded":
        """Return itself. Raises RegistryInvalidError when a finding is an error."""
        errors = [finding for finding in self.findings if finding.severity == "error"]
        if errors:
            message = f"the registry ({self.revision}) has {len(errors)} error(s), the first: {errors[0]}"
            raise RegistryInvalidError(message, hint="sekisho validate")
        return self


def load(root: Path, revision: str | None) -> Loaded:
    """Read the whole registry of the repository `root` is in, at `revision` (None: the working tree).

    Findings are complete except for what depends on today's date. Raises SourceError when there is no repository,
    revision or registry.
    """
    from sekisho.registry.assemble import assemble

    repository = open_repository(root)
    entries = registry_entries(repository, revision)
    readings = list(read(repository, entries))
    facts = tuple(reading.facts for reading in readings)
    inside = (finding for fact in facts for finding in fact.findings)
    findings = sorted([*inside, *findings_across(repository, facts, None)], key=lambda finding: finding.order)
    return Loaded(_label(repository, revision), assemble(readings), facts, tuple(findings))


def load_kinds(root: Path, revision: str | None, kinds: "Collection[Kind]") -> Loaded:
    """Read the files of some kinds for their artifacts alone; findings are those of YAML and shape.

    Raises as `load`.
    """
    from sekisho.registry.assemble import assemble
    from sekisho.registry.paths import place_of
    from sekisho.registry.reading import read_shape

    repository = open_repository(root)
    places = ((entry, place_of(entry.path)) for entry in registry_entries(repository, revision))
    entries = [entry for entry, place in places if place is not None and place.spec.kind in kinds]
    readings = list(read(repository, entries, read_shape))
    facts = tuple(reading.facts for reading in readings)
    return Loaded(
        _label(repository, revision), assemble(readings), facts, tuple(f for fact in facts for f in fact.findings)
    )


def _label(repository: Repository, revision: str | None) -> str:
    return WORKING_TREE if revision is None else repository.resolve(revision)


def load_facts(root: Path, revision: str | None) -> "tuple[FileFacts, ...]":
    """Return the facts of every registry file, in path order; unchanged files come from the cache. Raises as `load`."""
    from sekisho.commands.cached_facts import cached_facts

    repository = open_repository(root)
    return cached_facts(repository, registry_entries(repository, revision)).facts


def registry_entries(repository: Repository, revision: str | None) -> tuple[Entry, ...]:
    """Return the registry's files in path order. Raises SourceError when there is none."""
    entries = tuple(entry for entry in repository.entries(revision, FOLDER) if in_scope(entry.path))
    if not entries:
        where = revision or f"the working tree of {repository.root}"
        raise SourceError(f"no files under {FOLDER}/ in {where}", hint="sekisho new prompt hello")
    return entries


def read(repository: Repository, entries: Sequence[Entry], read_with: "Reader | None" = None) -> "Iterator[Reading]":
    """Read each file by itself, by default with everything that can be checked; one at a time is in memory."""
    from sekisho.registry.reading import not_a_file, read_file

    contents = repository.read_many([entry.blob for entry in entries if entry.mode != SUBMODULE], _LARGEST)
    for entry in entries:
        content = b"" if entry.mode == SUBMODULE else next(contents)
        reader = not_a_file if entry.mode in (SYMLINK, SUBMODULE) else read_with or read_file
        yield reader(entry.path, entry.blob, content)


def findings_across(repository: Repository, facts: "Sequence[FileFacts]", today: date | None) -> "tuple[Finding, ...]":
    """Return what the rules across files find, in no order. `today` (None: unknown) decides what has expired."""
    from sekisho.registry.joining import across, place

    problems = across(facts, today)
    blobs = {fact.path: fact.blob for fact in facts if fact.path in problems}
    contents = zip(blobs, repository.read_many(blobs.values(), _LARGEST), strict=True)
    return tuple(finding for path, content in contents for finding in place(path, content, problems[path]))
