"""A git repository: trees, blobs, the working tree and what changed. Nothing is checked out, nothing is written.

Paths are from the repository's root, with `/`, and always text (see `shown`). The blob id of an uncommitted file is
computed from its bytes.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Literal

from sekisho.adapters import git_process
from sekisho.adapters.git_working_tree import WorkingFiles
from sekisho.errors import SourceError

SYMLINK = "120000"
SUBMODULE = "160000"
TREE = "040000"
_ABSENT = "0" * 40
_DEFAULT_BRANCHES = ("origin/HEAD", "main", "master", "origin/main", "origin/master")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a tree: its path, blob id and git mode ("100644", "120000" for a symlink...)."""

    path: str
    blob: str
    mode: str = "100644"


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One changed file. `old_path` differs from `path` for a rename; a blob is None on the side without the file.

    The modes are git's, as in `Entry`; on a side without the file "000000".
    """

    operation: Literal["added", "removed", "changed", "renamed"]
    path: str
    old_path: str
    old_blob: str | None
    new_blob: str | None
    old_mode: str = "100644"
    new_mode: str = "100644"


class Repository:
    """One repository, by its working tree's root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._commits: set[str] = set()

    def _git(self, *arguments: str) -> bytes:
        return git_process.run(self.root, arguments)

    def _line(self, *arguments: str) -> str:
        return self._git(*arguments).decode("utf-8", "surrogateescape").strip()

    def _commit(self, revision: str) -> str | None:
        """Return the commit's id; git is not asked again about an id it has given."""
        if revision in self._commits:
            return revision
        try:
            commit = self._line("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        except SourceError:
            return None
        self._commits.add(commit)
        return commit

    def resolve(self, revision: str) -> str:
        """Return the commit id of a branch, tag or id. Raises SourceError when there is none."""
        commit = None if revision.startswith("-") else self._commit(revision)
        if not commit:
            raise SourceError(f"unknown revision {revision!r}", hint="git fetch it, or name a branch, tag or commit")
        return commit

    def fork_point(self, since: str | None = None, head: str | None = None) -> str:
        """Return the commit where `head` (None: HEAD) left `since` (None: the default branch): their merge base.

        On `since` itself that is `head`. Raises SourceError for an unknown revision, and when there is no default
        branch or no common history.
        """
        end = self.resolve(head or "HEAD")
        tip = self._default_tip() if since is None else self.resolve(since)
        try:
            return self._line("merge-base", tip, end)
        except SourceError as error:
            message = f"{head or 'HEAD'} and {since or 'the default branch'} share no history"
            raise SourceError(message, hint="fetch the whole history") from error

    def _default_tip(self) -> str:
        tips = filter(None, (self._commit(name) for name in _DEFAULT_BRANCHES))
        tip = next(tips, None)
        if tip is None:
            raise SourceError("no default branch (origin/HEAD, main or master) to compare with", hint="give --base")
        return tip

    @cached_property
    def _files(self) -> WorkingFiles:
        return WorkingFiles(self.root, lambda: self._line("rev-parse", "--show-object-format"))

    def entries(self, revision: str | None, folder: str = "registry") -> tuple[Entry, ...]:
        """Return the files below `folder` in path order; None is the working tree with its untracked files.

        Ignored files are not part of a working tree; files a sparse checkout left out are.
        Raises SourceError for an unknown revision, or a file that cannot be read.
        """
        found = self._working_tree(folder) if revision is None else self._tree(revision, folder)
        return tuple(sorted(found, key=lambda entry: entry.path))

    def _tree(self, revision: str, folder: str) -> Iterator[Entry]:
        return _tree_entries(self._git("ls-tree", "-r", "-z", "--full-tree", self.resolve(revision), "--", folder))

    def trees(self, revision: str, folder: str = "registry") -> tuple[Entry, ...]:
        """Return what lies directly in `folder`; a folder has the id of its tree and the mode "040000".

        Raises SourceError for an unknown revision.
        """
        return tuple(
            _tree_entries(self._git("ls-tree", "-z", "--full-tree", self.resolve(revision), "--", f"{folder}/"))
        )

    def entries_of(self, tree: Entry) -> tuple[Entry, ...]:
        """Return the files below a folder of `trees`, in path order. Raises SourceError when git has no such tree."""
        found = _tree_entries(self._git("ls-tree", "-r", "-z", "--full-tree", tree.blob), f"{tree.path}/")
        return tuple(sorted(found, key=lambda entry: entry.path))

    def _working_tree(self, folder: str) -> Iterator[Entry]:
        which = ("--cached", "--modified", "--deleted", "--others", "--exclude-standard")
        tracked: dict[str, Entry] = {}
        edited: set[str] = set()
        removed: set[str] = set()
        absent: set[str] = set()
        for line in _records(self._git("ls-files", "-t", "-z", "--stage", *which, "--", folder)):
            tag, rest = line[0], line[2:]
            if tag == "?":
                edited.add(rest)
                continue
            meta, path = rest.split("\t", 1)
            mode, blob, _ = meta.split(" ")
            tracked[path] = Entry(shown(path), blob, mode)
            edited.update([path] if tag in "CM" else [])
            removed.update([path] if tag == "R" else [])
            absent.update([path] if tag == "S" else [])
        for path, entry in tracked.items():
            if path in edited or path in removed:
                continue
            if path not in absent:
                self._files.add_clean(path, entry.blob)
            yield entry
        yield from (self._uncommitted_entry(path) for path in edited - removed)

    def _uncommitted_entry(self, path: str) -> Entry:
        if path.endswith("/"):
            return Entry(shown(path.rstrip("/")), _ABSENT, SUBMODULE)
        blob = self._files.add_uncommitted(path)
        return Entry(shown(path), blob, SYMLINK if (self.root / path).is_symlink() else "100644")

    def first_parents(self, after: str, until: str) -> list[str]:
        """Return the commits of `until` that `after` does not have, along first parents, the newest first."""
        span = (self.resolve(until), f"^{self.resolve(after)}")
        return self._line("rev-list", "--first-parent", *span).split()

    def read(self, blob: str) -> bytes:
        """Return the content of a blob, or of the uncommitted file that was given this id.

        Raises SourceError when there is none, or when the file has changed since.
        """
        return next(self.read_many([blob]))

    def read_many(self, ids: Iterable[str], limit: int | None = None) -> Iterator[bytes]:
        """Yield the contents of blobs in order, at most `limit` bytes of each; see `read`."""
        for on_disk, group in groupby(ids, key=self._files.__contains__):
            if on_disk:
                yield from (self._from_disk(blob, limit) for blob in group)
            else:
                yield from git_process.blobs(self.root, list(group), limit)

    def _from_disk(self, blob: str, limit: int | None) -> bytes:
        data = self._files.read(blob, limit)
        return next(git_process.blobs(self.root, [blob], limit)) if data is None else data

    def is_shallow(self) -> bool:
        """Say whether older commits were left out when the repository was cloned."""
        return self._line("rev-parse", "--is-shallow-repository") == "true"

    def is_dirty(self, folder: str = "registry") -> bool:
        """Say whether the working tree below `folder` differs from HEAD."""
        return bool(self._git("status", "--porcelain", "-z", "--untracked-files=all", "--", folder))

    def changed(self, base: str, head: str | None = None, folder: str = "registry") -> tuple[ChangedFile, ...]:
        """Return what changed below `folder` from `base` to `head` (None: the working tree), in path order.

        A file with merge conflicts is changed, as it lies in the working tree.

        Renames are found as git finds them. Raises SourceError for an unknown revision.
        """
        options = ("--raw", "-z", "--no-abbrev", "-M", "--no-ext-diff", "--no-textconv")
        if head is not None:
            sides = (self.resolve(base), self.resolve(head))
            raw = self._git("diff-tree", "-r", *options, *sides, "--", folder)
        else:
            raw = self._working_diff(("diff", *options, self.resolve(base), "--", folder), folder)
        changes = {change.path: change for change in self._changes(raw, on_disk=head is None)}
        return tuple(changes[path] for path in sorted(changes))

    def _working_diff(self, diff: tuple[str, ...], folder: str) -> bytes:
        """Untracked files take part in the diff through a scratch copy of the index; the real one is not touched."""
        git_dir = Path(self._line("rev-parse", "--absolute-git-dir"))
        objects = (self.root / self._line("rev-parse", "--git-path", "objects")).resolve()
        with tempfile.TemporaryDirectory(prefix="sekisho-") as scratch:
            index = Path(scratch) / "index"
            if (git_dir / "index").exists():
                shutil.copy2(git_dir / "index", index)  # its time tells git which files to look into
            extra = {
                "GIT_INDEX_FILE": str(index),
                "GIT_OBJECT_DIRECTORY": scratch,
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(objects),
            }
            if (self.root / folder).exists():
                git_process.run(self.root, ("add", "--intent-to-add", "--", folder), extra)
            return git_process.run(self.root, diff, extra)

    def _changes(self, raw: bytes, *, on_disk: bool) -> Iterator[ChangedFile]:
        fields = iter(_records(raw))
        for meta in fields:
            old_mode, new_mode, old, new, status = meta.lstrip(":").split(" ")
            old_path = next(fields)
            path = next(fields) if status[0] == "R" else old_path
            if on_disk and status[0] != "D" and new_mode != SUBMODULE:
                new = self._files.add_uncommitted(path)
            old_blob = None if status[0] == "A" else old
            new_blob = None if status[0] == "D" else new
            operation = _OPERATIONS[status[0]]
            yield ChangedFile(operation, shown(path), shown(old_path), old_blob, new_blob, old_mode, new_mode)


_OPERATIONS: dict[str, Literal["added", "removed", "changed", "renamed"]] = {
    "A": "added",
    "D": "removed",
    "M": "changed",
    "T": "changed",
    "R": "renamed",
}


def _tree_entries(raw: bytes, folder: str = "") -> Iterator[Entry]:
    for line in _records(raw):
        meta, path = line.split("\t", 1)
        mode, _, blob = meta.split(" ")
        yield Entry(folder + shown(path), blob, mode)


def shown(path: str) -> str:
    """Return a path as text: bytes of a name that are not UTF-8 become escapes such as `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _records(raw: bytes) -> list[str]:
    return [os.fsdecode(record) for record in raw.split(b"\0") if record]


def open_repository(path: Path) -> Repository:
    """Return the repository `path` is in. Raises SourceError, with a hint, when it is in none."""
    if not path.is_dir():
        raise SourceError(f"{path} is not a folder")
    try:
        top = git_process.run(path, ("rev-parse", "--show-toplevel"))
    except SourceError as error:
        hint = error.hint or "sekisho reads a registry from git: run `git init` there first"
        raise SourceError(f"{path} is not in a git working tree ({error.message})", hint=hint) from error
    return Repository(Path(os.fsdecode(top.removesuffix(b"\n"))))
