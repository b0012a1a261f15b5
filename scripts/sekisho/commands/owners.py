"""`sekisho owners`: who must say yes to a change of a path, and whether the file that says so can be relied on."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from sekisho.adapters.files import read_bytes
from sekisho.adapters.git import SUBMODULE, SYMLINK, Entry, Repository, open_repository
from sekisho.codeowners.lint import lint
from sekisho.codeowners.parse import LOCATIONS, MAX_BYTES, parse, unknown_owners
from sekisho.codeowners.table import NO_OWNERS, Codeowners
from sekisho.commands.source import WORKING_TREE
from sekisho.errors import UsageError
from sekisho.model.finding import Finding
from sekisho.model.owners import Ownership
from sekisho.model.ref import Location
from sekisho.model.validation import ValidationResult

EVERYTHING = "."


class OwnersFile(NamedTuple):
    """The CODEOWNERS file that counts: its lines and its text. `findings` are about which file that is."""

    owners: Codeowners
    text: str
    findings: tuple[Finding, ...]


def owners_file(repository: Repository, revision: str | None) -> OwnersFile:
    """Return the CODEOWNERS file of a revision (None: the working tree) as GitHub would find it.

    Without one, and with one that is too large to be loaded, nobody owns anything. Raises SourceError for an unknown
    revision.
    """
    entries = [entry for place in LOCATIONS for entry in repository.entries(revision, place) if entry.path == place]
    files = [entry for entry in entries if entry.mode not in (SYMLINK, SUBMODULE)]
    if not files:
        return OwnersFile(NO_OWNERS, "", (_no_file(),))
    first, *others = files
    findings = tuple(_not_read(entry, first) for entry in others)
    content = next(repository.read_many([first.blob], MAX_BYTES))
    if len(content) >= MAX_BYTES:
        return OwnersFile(NO_OWNERS, "", (_too_large(first), *findings))
    text = content.decode("utf-8", "backslashreplace")
    return OwnersFile(parse(text, first.path), text, findings)


def _no_file() -> Finding:
    return Finding(
        rule="owners/no-file",
        location=Location(path=LOCATIONS[1]),
        message="there is no CODEOWNERS file, so nobody can say Go",
        expected=f"one of {', '.join(LOCATIONS)}",
    )


def _not_read(entry: Entry, first: Entry) -> Finding:
    return Finding(
        rule="owners/not-read",
        location=Location(path=entry.path),
        message="GitHub does not read this file",
        found=f"also {first.path}",
        expected="one CODEOWNERS file",
    )


def _too_large(entry: Entry) -> Finding:
    return Finding(
        rule="owners/too-large",
        location=Location(path=entry.path),
        message="GitHub does not load a CODEOWNERS file of this size, so nobody owns anything",
        found=f"{MAX_BYTES} bytes or more",
        expected=f"less than {MAX_BYTES} bytes",
    )


def owners_of(root: Path, paths: Sequence[Path], revision: str | None = None) -> tuple[Ownership, ...]:
    """Return who owns each path, and every tracked file below those that are folders, in path order.

    Paths are seen from where the command runs. A file need not exist yet. Raises UsageError for a path outside of the
    repository `root` is in, SourceError for an unknown revision.
    """
    repository = open_repository(root)
    owners = owners_file(repository, revision).owners
    tracked = [entry.path for entry in repository.entries(revision, EVERYTHING)]
    asked = {name for path in paths for name in _files(_inside(repository, path), tracked)}
    return tuple(owners.of(name) for name in sorted(asked))


def _inside(repository: Repository, path: Path) -> str:
    absolute = path.parent.resolve() / path.name
    if not absolute.resolve().is_relative_to(repository.root) and not absolute.is_relative_to(repository.root):
        raise UsageError(f"{path} is outside of the repository", hint=f"name paths below {repository.root}")
    return absolute.relative_to(repository.root).as_posix()


def _files(name: str, tracked: Sequence[str]) -> Sequence[str]:
    return [path for path in tracked if name == EVERYTHING or path.startswith(name + "/")] or [name]


def check_owners(root: Path, revision: str | None = None, known: Path | None = None) -> ValidationResult:
    """Return what is wrong with the CODEOWNERS file of a revision (None: the working tree), as `validate` does.

    `known` is a file with the owners that exist, one a line: others are unknown. Raises SourceError for an unknown
    revision and for a file that cannot be read.
    """
    repository = open_repository(root)
    file = owners_file(repository, revision)
    paths = [entry.path for entry in repository.entries(revision, EVERYTHING)]
    findings = list(file.findings)
    if file.owners is not NO_OWNERS:
        unknown = unknown_owners(file.owners, file.text, _names(known)) if known else ()
        findings += lint(file.owners, paths, unknown)
    return ValidationResult(
        revision=WORKING_TREE if revision is None else repository.resolve(revision),
        files=len(paths),
        cached=0,
        kinds={},
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
    )


def _names(known: Path) -> Collection[str]:
    lines = read_bytes(known).decode("utf-8", "backslashreplace").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}
