"""What a repository's history says: which commits changed a file, and whether a commit can be taken back.

Nothing is checked out and nothing is written; what git writes on the way lies in a scratch folder.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sekisho.adapters import git_process
from sekisho.adapters.git import Repository, shown
from sekisho.errors import SourceError

_MAIN = ("main", "master")


class Touch(NamedTuple):
    """A commit that wrote a file: whose, when, the path the file has now, and its content's blob id ("" removed)."""

    commit: str
    by: str
    at: datetime
    path: str
    blob: str


class History(NamedTuple):
    """Who wrote the files of a folder, newest commit first; `bounded` says that older commits were left out."""

    touches: tuple[Touch, ...]
    bounded: bool


def history(repository: Repository, folder: str, revision: str, limit: int) -> History:
    """Return who wrote the files of `folder` in the last `limit` commits that `revision` contains, renames followed.

    Raises SourceError for an unknown revision.
    """
    form = "--format=%x01%H%x02%aI%x02%aN"
    options = ("--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--topo-order", form)
    commit = repository.resolve(revision)
    raw = git_process.run(repository.root, ("log", f"--max-count={limit}", *options, commit, "--", folder))
    touches, commits = _touches([os.fsdecode(record).lstrip("\n") for record in raw.split(b"\0")])
    return History(tuple(touches), commits >= limit)


def _touches(records: Sequence[str]) -> tuple[list[Touch], int]:
    """Read git's records; names are followed back in time: what was renamed is what it is called today."""
    found: list[Touch] = []
    today: dict[str, str] = {}
    commit, at, by, commits = "", "", "", 0
    fields = iter(records)
    for record in fields:
        if record.startswith("\x01"):
            commit, at, by = record[1:].split("\x02", 2)
            commits += 1
        elif record.startswith(":"):
            blob, status = record.split(" ")[3:5]
            old = next(fields)
            path = next(fields) if status[0] in "RC" else old
            name = today.get(path, path)
            if status[0] == "R":
                today[old] = name
            found.append(Touch(commit, by, datetime.fromisoformat(at), shown(name), "" if status[0] == "D" else blob))
    return found, commits


def commit_of(repository: Repository, name: str) -> str | None:
    """Return the commit a revision's name leads to, or None."""
    try:
        return repository.resolve(name)
    except SourceError:
        return None


def commit_with_id(repository: Repository, id_: str) -> str | None:
    """Return the commit an id of 7 or more digits leads to, or None; names that move, such as branches, are no ids."""
    return commit_of(repository, id_) if re.fullmatch(r"[0-9a-f]{7,64}", id_) else None


def tree_of(repository: Repository, revision: str, folder: str) -> str | None:
    """Return the tree id of a folder at a revision, or None where there is none."""
    try:
        name = f"{repository.resolve(revision)}:{folder}"
        return (
            git_process.run(repository.root, ("rev-parse", "--verify", "--quiet", name))
            .decode("utf-8", "replace")
            .strip()
        )
    except SourceError:
        return None


def _line(repository: Repository, *arguments: str) -> str:
    return git_process.run(repository.root, arguments).decode("utf-8", "replace").strip()


def reverts(repository: Repository, commit: str, head: str, folder: str) -> bool:
    """Say whether what `commit` did below `folder` can be taken out of `head` by itself, without a conflict.

    Raises SourceError for unknown commits, and for a first commit: there is nothing before it to go back to.
    """
    undo, parent = repository.resolve(commit), f"{repository.resolve(commit)}^1"
    patch = git_process.run(repository.root, ("diff", "--binary", "--no-ext-diff", parent, undo, "--", folder))
    if not patch:
        return True
    with tempfile.TemporaryDirectory(prefix="sekisho-") as scratch:
        file, extra = Path(scratch) / "patch", {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
        file.write_bytes(patch)
        git_process.run(repository.root, ("read-tree", repository.resolve(head)), extra)
        try:
            git_process.run(repository.root, ("apply", "--cached", "--check", "--reverse", str(file)), extra)
        except SourceError:
            return False
    return True


def contents(repository: Repository, touches: Sequence[Touch], limit: int) -> Iterator[bytes]:
    """Yield what each touch wrote, at most `limit` bytes of each; nothing for a removal."""
    ids = list(dict.fromkeys(touch.blob for touch in touches if touch.blob))
    read = dict(zip(ids, repository.read_many(ids, limit), strict=True))
    return (read.get(touch.blob, b"") for touch in touches)


def topic(repository: Repository, base: str) -> str:
    """Return what the work since `base` is called: the subject of its first commit, else the branch in words, or ""."""
    said = git_process.run(repository.root, ("log", "--reverse", "--format=%s", f"{base}..HEAD"))
    subject = said.decode("utf-8", "replace").partition("\n")[0].strip()
    if subject:
        return subject
    try:
        branch = _line(repository, "symbolic-ref", "--quiet", "--short", "HEAD")
    except SourceError:
        return ""
    words = re.sub(r"[-_/]+", " ", branch.rpartition("/")[2]).strip()
    return "" if branch in _MAIN else words[:1].upper() + words[1:]
