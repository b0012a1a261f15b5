"""Release tags, the life of files, and what a revert meets, as git tells them."""

import os
import subprocess
from pathlib import Path

import pytest

from sekisho.adapters.git import Repository, open_repository
from sekisho.adapters.git_history import commit_of, contents, history, reverts, topic, tree_of
from sekisho.adapters.git_tags import allowed_signers, releases
from sekisho.errors import SourceError

SIGNATURE = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n"


def git(root: Path, *arguments: str, text: str = "", who: str = "t") -> str:
    """Run git and return what it says."""
    identity = ("-c", f"user.name={who}", "-c", "user.email=t@example.org")
    command = ["git", "-C", str(root), *identity, *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout.strip()


def commit(root: Path, message: str = "c", who: str = "t") -> str:
    """Commit everything and return the commit's id."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message, who=who)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's git configuration plays no part."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one commit of registry/a."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry/a").write_text("one\ntwo\nthree\n" * 5)
    commit(tmp_path)
    return tmp_path


@pytest.fixture
def repository(root: Path) -> Repository:
    """The same as an adapter."""
    return open_repository(root)


def test_release_tags(root: Path, repository: Repository) -> None:
    """Newest name first, with the commit behind the tag; only an annotated tag can carry a signature of its own."""
    first = git(root, "rev-parse", "HEAD")
    git(root, "tag", "release/2026.11.02.1")
    git(root, "tag", "-a", "-m", "m", "release/2026.11.02.9")
    head = f"object {first}\ntype commit\ntag release/2026.11.02.10\ntagger t <t@example.org> 1700000000 +0000\n\nm\n"
    signed = git(root, "hash-object", "-t", "tag", "-w", "--stdin", text=head + SIGNATURE)
    git(root, "update-ref", "refs/tags/release/2026.11.02.10", signed)
    git(root, "tag", "other/2026.11.03.1")
    found = [(tag.name, tag.commit, tag.signed) for tag in releases(repository)]
    assert found == [
        ("release/2026.11.02.10", first, True),
        ("release/2026.11.02.9", first, False),
        ("release/2026.11.02.1", first, False),
    ]


def test_whose_signatures_count(root: Path) -> None:
    """Those that git's own setting names, seen from the repository; nobody where it names none."""
    assert allowed_signers(root) is None
    git(root, "config", "gpg.ssh.allowedSignersFile", "keys/allowed")
    assert allowed_signers(root) == root / "keys/allowed"
    git(root, "config", "gpg.ssh.allowedSignersFile", "/etc/allowed")
    assert allowed_signers(root) == Path("/etc/allowed")


def test_release_tags_a_commit_contains(root: Path, repository: Repository) -> None:
    """A release made after the change began is none of its base's."""
    first = git(root, "rev-parse", "HEAD")
    git(root, "tag", "release/1")
    (root / "registry/b").write_text("b")
    commit(root)
    git(root, "tag", "release/2")
    assert [tag.name for tag in releases(repository, first)] == ["release/1"]
    assert [tag.name for tag in releases(repository)] == ["release/2", "release/1"]


def test_history_follows_renames_under_todays_names(root: Path, repository: Repository) -> None:
    """Every commit that wrote a file counts for what the file is called now, hostile names and removals too."""
    (root / "registry/a").rename(root / "registry/b")
    second = commit(root, who="dialogue \x01 team")
    (root / "registry/b").rename(root / "registry/ü\nc")
    (root / "other").write_text("x")
    commit(root)
    git(root, "rm", "-q", "registry/ü\nc")
    commit(root)
    found = history(repository, "registry", "HEAD", 10)
    assert [touch.path for touch in found.touches] == ["registry/ü\nc"] * 4
    assert [bool(touch.blob) for touch in found.touches] == [False, True, True, True]
    assert (found.touches[2].commit, found.touches[2].by) == (second, "dialogue \x01 team")
    assert found.touches[0].at.tzinfo is not None
    assert not found.bounded
    assert list(contents(repository, found.touches, 5)) == [b"", *[b"one\nt"] * 3]


def test_history_is_bounded(root: Path, repository: Repository) -> None:
    """Only so many commits are looked at, and the answer says so."""
    (root / "registry/a").write_text("other")
    last = commit(root)
    found = history(repository, "registry", "HEAD", 1)
    assert [touch.commit for touch in found.touches] == [last]
    assert found.bounded
    assert history(repository, "nowhere", "HEAD", 1).touches == ()
    with pytest.raises(SourceError):
        history(repository, "registry", "nowhere", 1)


def test_names_and_trees(root: Path, repository: Repository) -> None:
    """A name that leads nowhere is None, not an error."""
    assert commit_of(repository, "main") == git(root, "rev-parse", "HEAD")
    assert commit_of(repository, "--all") is None
    assert tree_of(repository, "main", "registry") == git(root, "rev-parse", "HEAD:registry")
    assert tree_of(repository, "main", "nowhere") is None
    assert tree_of(repository, "nowhere", "registry") is None


def test_topic(root: Path, repository: Repository) -> None:
    """The first commit's subject names the work, else the branch; the default branch and no branch say nothing."""
    base = git(root, "rev-parse", "HEAD")
    assert topic(repository, base) == ""
    git(root, "checkout", "-q", "-b", "topic/short-answers_2")
    assert topic(repository, base) == "Short answers 2"
    for name in "xy":
        (root / name).write_text(name)
        commit(root, f"Write {name}\n\nbody")
    assert topic(repository, base) == "Write x"
    git(root, "checkout", "-q", "--detach", base)
    assert topic(repository, base) == ""


def test_reverts(root: Path, repository: Repository) -> None:
    """A commit can be taken back while its lines stand; git's index, tree and objects stay as they are."""
    file = root / "registry/a"
    file.write_text(file.read_text().replace("two", "2", 1))
    (root / "outside").write_text("x")
    second = commit(root)
    (root / "registry/b").write_text("b")
    third = commit(root)
    (root / "outside").write_text("y")
    file.write_text("staged")
    git(root, "add", "registry/a")
    before = git(root, "status", "--porcelain"), git(root, "count-objects", "-v")
    assert reverts(repository, second, "HEAD", "registry")
    assert reverts(repository, third, "HEAD", "docs")
    assert (git(root, "status", "--porcelain"), git(root, "count-objects", "-v")) == before
    commit(root)
    assert not reverts(repository, second, "HEAD", "registry")
    assert reverts(repository, second, third, "registry")
    with pytest.raises(SourceError):
        reverts(repository, git(root, "rev-list", "--max-parents=0", "HEAD"), "HEAD", "registry")
