import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from sekisho.adapters.git import SUBMODULE, SYMLINK, ChangedFile, Entry, Repository, open_repository
from sekisho.errors import SourceError


def git(root: Path, *arguments: str) -> str:
    """Run git and return what it says."""
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(root: Path, message: str = "c") -> str:
    """Commit everything and return the commit's id."""
    git(root, "add", "-A")
    git(root, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")


def put(root: Path, path: str, text: str = "text\n") -> Path:
    """Write a file."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's git configuration plays no part, and hooks' variables do not reach git."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one commit: a, b and a link in registry/."""
    folder = tmp_path / "r"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    put(folder, "registry/a.yaml", "a: 1\n" * 20)
    put(folder, "registry/ü b.yaml", "b\n")
    (folder / "registry/link").symlink_to("/etc/passwd")
    put(folder, "README.md")
    commit(folder)
    return folder


def test_a_repository_is_found_from_any_folder_in_it(root: Path) -> None:
    """The root is the working tree's, wherever one stands."""
    assert open_repository(root / "registry").root == root


def test_outside_a_repository_there_is_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a folder without git nor a missing folder is a traceback."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(SourceError, match="not in a git working tree") as caught:
        open_repository(tmp_path)
    assert caught.value.hint
    with pytest.raises(SourceError, match="not a folder"):
        open_repository(tmp_path / "nowhere")


def test_without_git_the_message_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing git binary is said, for single commands and for contents."""
    repository = open_repository(root)
    blob = repository.entries("HEAD")[0].blob
    assert repository.read(blob)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SourceError, match="cannot run git"):
        open_repository(root)
    with pytest.raises(SourceError, match="cannot run git"):
        Repository(root).is_dirty()
    with pytest.raises(SourceError, match="cannot run git"):
        repository.read(blob)


def test_revisions_resolve_to_commits(root: Path) -> None:
    """Branches, tags and ids; an option in disguise is no revision."""
    repository = open_repository(root)
    head = git(root, "rev-parse", "HEAD")
    git(root, "tag", "v1")
    assert [repository.resolve(name) for name in ("main", "v1", head[:10])] == [head] * 3
    for name in ("nope", "--all", "-h"):
        with pytest.raises(SourceError, match="unknown revision"):
            repository.resolve(name)


def test_a_tree_lists_files_with_git_s_own_ids(root: Path) -> None:
    """Path order, blob ids as `git ls-tree` tells them, links by their mode."""
    entries = open_repository(root).entries("HEAD")
    assert [entry.path for entry in entries] == ["registry/a.yaml", "registry/link", "registry/ü b.yaml"]
    assert entries[0].blob == git(root, "rev-parse", "HEAD:registry/a.yaml")
    assert entries[1].mode == SYMLINK


def test_a_clean_working_tree_is_its_commit(root: Path) -> None:
    """Nothing edited: the same entries, and a blob is read from the file."""
    repository = open_repository(root)
    assert repository.entries(None) == repository.entries("HEAD")
    assert repository.read(repository.entries(None)[0].blob) == b"a: 1\n" * 20
    assert not repository.is_dirty()


def test_a_working_tree_has_edits_and_new_files_and_no_ignored_ones(root: Path) -> None:
    """Ids of uncommitted files are what git would give them; deleted files are gone; staged ones count."""
    put(root, "registry/a.yaml", "edited\n")
    put(root, "registry/new/c.yaml", "c\n")
    put(root, "registry/staged.yaml", "s\n")
    git(root, "add", "registry/staged.yaml")
    put(root, ".gitignore", "*.tmp\n")
    put(root, "registry/x.tmp")
    (root / "registry/ü b.yaml").unlink()
    repository = open_repository(root)
    entries = {entry.path: entry for entry in repository.entries(None)}
    assert list(entries) == ["registry/a.yaml", "registry/link", "registry/new/c.yaml", "registry/staged.yaml"]
    assert entries["registry/a.yaml"].blob == git(root, "hash-object", "registry/a.yaml")
    assert repository.read(entries["registry/new/c.yaml"].blob) == b"c\n"
    assert repository.is_dirty()


def test_links_and_repositories_inside_are_told_apart(root: Path) -> None:
    """An untracked link is read as its target, an untracked repository is one entry without content."""
    (root / "registry/passwd").symlink_to("/etc/passwd")
    (root / "registry/inner").mkdir()
    git(root / "registry/inner", "init", "-q")
    put(root, "registry/inner/f")
    commit(root / "registry/inner")
    repository = open_repository(root)
    entries = {entry.path: entry for entry in repository.entries(None)}
    assert entries["registry/passwd"].mode == SYMLINK
    assert repository.read(entries["registry/passwd"].blob) == b"/etc/passwd"
    assert entries["registry/inner"].mode == SUBMODULE


def test_contents_come_in_order_and_bounded(root: Path) -> None:
    """Many objects are read through one process; a limit cuts each."""
    repository = open_repository(root)
    for number in range(300):
        put(root, f"registry/n/{number:03}", f"content {number}\n" * 3)
    commit(root)
    entries = open_repository(root).entries("HEAD", "registry/n")
    contents = list(repository.read_many([entry.blob for entry in entries], 14))
    assert contents == [(f"content {number}\n" * 3).encode()[:14] for number in range(300)]


def test_an_object_that_does_not_exist_is_said(root: Path) -> None:
    """A blob of a partial clone, or a wrong id, is a clear error."""
    with pytest.raises(SourceError, match="git has no object"):
        open_repository(root).read("0" * 40)


def test_a_file_that_changes_while_it_is_read_is_said(root: Path) -> None:
    """Bytes never go under another id."""
    file = put(root, "registry/new.yaml")
    repository = open_repository(root)
    blob = next(entry.blob for entry in repository.entries(None) if entry.path.endswith("new.yaml"))
    file.write_text("other\n")
    with pytest.raises(SourceError, match="changed while it was read"):
        repository.read(blob)


def test_git_s_filters_decide_what_a_clean_file_holds(root: Path) -> None:
    """With line-end conversion the file differs from its blob; the blob is what counts."""
    git(root, "config", "core.autocrlf", "true")
    put(root, ".gitattributes", "*.yaml text\n")
    file = put(root, "registry/a.yaml", "a: 1\r\n" * 20)
    git(root, "add", "-A")
    assert b"\r\n" in file.read_bytes()
    repository = open_repository(root)
    entry = next(entry for entry in repository.entries(None) if entry.path == "registry/a.yaml")
    assert repository.read(entry.blob) == b"a: 1\n" * 20


def test_a_large_file_is_read_up_to_the_limit(root: Path) -> None:
    """Its id cannot be verified then; whoever set the limit refuses it anyway."""
    repository = open_repository(root)
    blob = repository.entries(None)[0].blob
    assert list(repository.read_many([blob], 3)) == [b"a: "]


def test_files_a_sparse_checkout_left_out_are_read_from_git(root: Path) -> None:
    """They are part of the registry, though not on the disk."""
    git(root, "update-index", "--skip-worktree", "registry/a.yaml")
    (root / "registry/a.yaml").unlink()
    repository = open_repository(root)
    entry = repository.entries(None)[0]
    assert (entry.path, repository.read(entry.blob)) == ("registry/a.yaml", b"a: 1\n" * 20)


def test_a_lost_index_loses_no_file(root: Path) -> None:
    """Everything is untracked then, and still there."""
    (root / ".git/index").unlink()
    repository = open_repository(root)
    assert len(repository.entries(None)) == 3
    assert repository.changed("HEAD") == ()


def test_sha256_repositories_get_sha256_ids(tmp_path: Path) -> None:
    """The object format is the repository's."""
    git(tmp_path, "init", "-q", "--object-format=sha256")
    put(tmp_path, "registry/a", "x")
    (entry,) = open_repository(tmp_path).entries(None)
    assert entry.blob == hashlib.sha256(b"blob 1\0x").hexdigest()


def test_a_hook_s_environment_does_not_lead_astray(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIT_DIR and GIT_INDEX_FILE of another repository are not used."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert len(open_repository(root).entries(None)) == 3


def by_path(changes: tuple[ChangedFile, ...]) -> dict[str, tuple[str, str]]:
    """Path -> operation and old path."""
    return {change.path: (change.operation, change.old_path) for change in changes}


def test_changes_between_revisions(root: Path) -> None:
    """Added, changed, removed and renamed files of the folder, with both blobs; other folders do not count."""
    base = git(root, "rev-parse", "HEAD")
    git(root, "mv", "registry/a.yaml", "registry/moved.yaml")
    put(root, "registry/ü b.yaml", "other\n")
    (root / "registry/link").unlink()
    put(root, "registry/new.yaml", "new\n")
    put(root, "README.md", "edited\n")
    commit(root)
    repository = open_repository(root)
    changes = repository.changed(base, "HEAD")
    assert by_path(changes) == {
        "registry/link": ("removed", "registry/link"),
        "registry/moved.yaml": ("renamed", "registry/a.yaml"),
        "registry/new.yaml": ("added", "registry/new.yaml"),
        "registry/ü b.yaml": ("changed", "registry/ü b.yaml"),
    }
    removed, _, new, edited = changes
    assert (removed.new_blob, new.old_blob) == (None, None)
    assert repository.read(edited.new_blob or "") == b"other\n"


def test_changes_of_the_working_tree(root: Path) -> None:
    """Untracked files take part, a move without `git mv` is a rename, and neither index nor objects are touched."""
    (root / "registry/a.yaml").rename(root / "registry/moved.yaml")
    put(root, "registry/new.yaml", "new\n")
    before = ((root / ".git/index").read_bytes(), sorted(str(path) for path in (root / ".git/objects").rglob("*")))
    repository = open_repository(root)
    changes = repository.changed("HEAD")
    assert by_path(changes) == {
        "registry/moved.yaml": ("renamed", "registry/a.yaml"),
        "registry/new.yaml": ("added", "registry/new.yaml"),
    }
    assert repository.read(changes[1].new_blob or "") == b"new\n"
    after = ((root / ".git/index").read_bytes(), sorted(str(path) for path in (root / ".git/objects").rglob("*")))
    assert after == before


def test_a_file_with_conflicts_is_read_as_it_lies_there(root: Path) -> None:
    """Once, with its markers, in the entries and in the changes."""
    git(root, "checkout", "-q", "-b", "topic")
    put(root, "registry/a.yaml", "theirs\n")
    commit(root, "theirs")
    git(root, "checkout", "-q", "main")
    put(root, "registry/a.yaml", "ours\n")
    commit(root, "ours")
    merge = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "merge", "-q", "topic"]
    assert subprocess.run(merge, cwd=root, capture_output=True, check=False).returncode == 1
    repository = open_repository(root)
    (entry,) = (entry for entry in repository.entries(None) if entry.path == "registry/a.yaml")
    (change,) = repository.changed("HEAD")
    assert change.operation == "changed"
    assert change.new_blob == entry.blob
    assert b"<<<<<<<" in repository.read(entry.blob)


def test_a_nested_repository_has_no_content(root: Path) -> None:
    """Committed as a submodule it is one changed entry, by its commit."""
    (root / "registry/inner").mkdir()
    git(root / "registry/inner", "init", "-q")
    inner = commit(root / "registry/inner")
    base = git(root, "rev-parse", "HEAD")
    git(root, "-c", "advice.addEmbeddedRepo=false", "add", "registry/inner")
    (change,) = open_repository(root).changed(base)
    assert (change.new_mode, change.new_blob) == (SUBMODULE, inner)


def test_nothing_changed_is_nothing(root: Path) -> None:
    """Also where the folder does not exist."""
    repository = open_repository(root)
    assert repository.changed("HEAD") == ()
    assert repository.changed("HEAD", folder="nowhere") == ()


def test_a_change_before_the_first_commit_has_no_base(tmp_path: Path) -> None:
    """An empty repository has no revision, but a working tree."""
    git(tmp_path, "init", "-q")
    put(tmp_path, "registry/a")
    repository = open_repository(tmp_path)
    assert [entry.path for entry in repository.entries(None)] == ["registry/a"]
    with pytest.raises(SourceError, match="unknown revision 'HEAD'"):
        repository.fork_point()


def test_the_default_base_is_where_the_branch_left(root: Path) -> None:
    """On a branch: the merge base with the default branch; on the default branch: HEAD."""
    fork = git(root, "rev-parse", "HEAD")
    git(root, "checkout", "-q", "-b", "topic")
    commit(root, "topic")
    git(root, "checkout", "-q", "main")
    put(root, "registry/main.yaml")
    main = commit(root, "main")
    assert open_repository(root).fork_point() == main
    git(root, "checkout", "-q", "topic")
    assert open_repository(root).fork_point() == fork


def test_the_remote_s_default_branch_comes_first(root: Path) -> None:
    """Local commits on main that the remote does not have are part of the change."""
    pushed = git(root, "rev-parse", "HEAD")
    git(root, "update-ref", "refs/remotes/origin/trunk", pushed)
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    commit(root, "local")
    assert open_repository(root).fork_point() == pushed


def test_without_a_default_branch_the_base_must_be_named(root: Path) -> None:
    """A repository whose only branch has another name."""
    git(root, "branch", "-m", "trunk")
    with pytest.raises(SourceError, match="no default branch"):
        open_repository(root).fork_point()


def test_branches_without_common_history_have_no_base(root: Path) -> None:
    """As in a clone that is too shallow."""
    git(root, "checkout", "-q", "--orphan", "alone")
    commit(root, "alone")
    with pytest.raises(SourceError, match="share no history"):
        open_repository(root).fork_point()


def test_a_change_since_a_revision_starts_where_it_left_it(root: Path) -> None:
    """What the revision got meanwhile is no part of the change; the head need not be checked out."""
    fork = git(root, "rev-parse", "HEAD")
    git(root, "checkout", "-q", "-b", "topic")
    topic = commit(root, "topic")
    git(root, "checkout", "-q", "main")
    main = commit(root, "main")
    repository = open_repository(root)
    assert repository.fork_point(main, topic) == repository.fork_point("topic") == fork
    assert repository.fork_point(head="topic") == fork
    assert repository.fork_point("main", "main") == main
    with pytest.raises(SourceError, match="unknown revision 'nowhere'"):
        repository.fork_point("nowhere")


def test_without_common_history_the_whole_of_it_is_asked_for(root: Path) -> None:
    """A shallow clone of a pull request is told what to do, by the names that were given."""
    git(root, "checkout", "-q", "--orphan", "alone")
    commit(root, "alone")
    with pytest.raises(SourceError, match="alone and main share no history") as caught:
        open_repository(root).fork_point("main", "alone")
    assert caught.value.hint == "fetch the whole history"


def test_an_entry_is_a_regular_file_unless_said() -> None:
    """The common mode is the default."""
    assert Entry("a", "b").mode == "100644"
