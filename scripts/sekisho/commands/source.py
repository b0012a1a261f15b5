"""Where every verb gets its registry from: a revision or the working tree of a repository, read and joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sekisho.adapters.git import SUBMODULE, SYMLINK, Entry, Repository, open_repository
from sekisho.errors import RegistryInvalidError
from sekisho.model.facts import FileFacts
from sekisho.model.finding import Finding, Severity
from sekisho.model.registry import Registry
from sekisho.registry.assemble import assemble
from sekisho.registry.parse import MAX_BYTES
from sekisho.registry.paths import FOLDER, IGNORED
from sekisho.registry.reading import Reading, not_a_file, read_file

__all__ = ["WORKING_TREE", "Loaded", "load", "load_facts", "open_repository"]

WORKING_TREE = "working tree"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The registry of one revision (a commit id, or `WORKING_TREE`), with everything that is wrong with it."""

    revision: str
    registry: Registry
    facts: tuple[FileFacts, ...]
    findings: tuple[Finding, ...]

    def checked(self) -> "Loaded":
        """Return itself. Raises RegistryInvalidError when a finding is an error."""
        errors = [finding for finding in self.findings if finding.severity is Severity.ERROR]
        if errors:
            message = f"the registry ({self.revision}) has {len(errors)} error(s), the first: {errors[0]}"
            raise RegistryInvalidError(message, hint="sekisho validate")
        return self


def load(root: Path, revision: str | None) -> Loaded:
    """Read the whole registry of the repository `root` is in, at `revision` (None: the working tree).

    Raises SourceError when there is no repository, revision or registry.
    """
    repository = open_repository(root)
    readings = read_entries(repository, registry_entries(repository, revision))
    facts = tuple(reading.facts for reading in readings)
    findings = sorted((finding for fact in facts for finding in fact.findings), key=lambda finding: finding.order)
    label = WORKING_TREE if revision is None else repository.resolve(revision)
    return Loaded(label, assemble(readings), facts, tuple(findings))


def load_facts(root: Path, revision: str | None) -> tuple[FileFacts, ...]:
    """Return the facts of every registry file, in path order; see `load`."""
    repository = open_repository(root)
    return tuple(reading.facts for reading in read_entries(repository, registry_entries(repository, revision)))


def registry_entries(repository: Repository, revision: str | None) -> tuple[Entry, ...]:
    """Return the registry's files in path order, without those that are no part of it."""
    entries = repository.entries(revision, FOLDER)
    return tuple(entry for entry in entries if not IGNORED.fullmatch(entry.path))


def read_entries(repository: Repository, entries: Sequence[Entry]) -> list[Reading]:
    """Read and check each file by itself."""
    contents = repository.read_many([entry.blob for entry in entries if entry.mode != SUBMODULE], MAX_BYTES + 1)
    readings = []
    for entry in entries:
        content = b"" if entry.mode == SUBMODULE else next(contents)
        if entry.mode in (SYMLINK, SUBMODULE):
            readings.append(not_a_file(entry.path, entry.blob, content))
        else:
            readings.append(read_file(entry.path, entry.blob, content))
    return readings
