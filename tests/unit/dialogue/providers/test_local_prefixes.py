"""Saved states on disk: whole, bounded, never foreign, and never an error."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sekisho.dialogue.providers.local_prefixes import PrefixStore

TOKENS = [1, 2, 3]
STATE = b"state" * 100
HEAD = 32


@pytest.fixture
def store(tmp_path: Path) -> PrefixStore:
    """An empty store."""
    return PrefixStore(tmp_path / "prefixes", {"weights": "a"})


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state as the engine saved it."""
    path = tmp_path / "saved"
    path.write_bytes(STATE)
    return path


def kept(tmp_path: Path) -> list[Path]:
    """Return every file in the folder, hidden ones too, the one used longest ago first."""
    folder = tmp_path / "prefixes"
    return sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns) if folder.exists() else []


def test_a_kept_state_comes_back(store: PrefixStore, state: Path, tmp_path: Path) -> None:
    """Byte for byte, also to another store of the same folder and identity; kept twice, it is one file."""
    store.keep(TOKENS, state)
    store.keep(TOKENS, state)
    assert PrefixStore(tmp_path / "prefixes", {"weights": "a"}).recall(TOKENS, tmp_path / "into")
    assert (tmp_path / "into").read_bytes() == STATE
    assert len(kept(tmp_path)) == 1


@pytest.mark.parametrize(("identity", "tokens"), [({"weights": "b"}, TOKENS), ({"weights": "a"}, [1, 2])])
def test_a_foreign_state_is_not_found(
    store: PrefixStore, state: Path, tmp_path: Path, identity: dict[str, str], tokens: list[int]
) -> None:
    """Other weights, settings or tokens have other files."""
    store.keep(TOKENS, state)
    assert not PrefixStore(tmp_path / "prefixes", identity).recall(tokens, tmp_path / "into")
    assert not (tmp_path / "into").exists()


@pytest.mark.parametrize(
    "damaged",
    [b"", b"short", STATE[:HEAD], b"\0" * HEAD + STATE],
    ids=["empty", "short", "no state", "other checksum"],
)
def test_a_damaged_state_is_deleted(store: PrefixStore, state: Path, tmp_path: Path, damaged: bytes) -> None:
    """It is never handed out, and the next evaluation can take its place."""
    store.keep(TOKENS, state)
    kept(tmp_path)[0].write_bytes(damaged)
    assert not store.recall(TOKENS, tmp_path / "into")
    assert kept(tmp_path) == []


def test_a_cut_state_is_deleted(store: PrefixStore, state: Path, tmp_path: Path) -> None:
    """One byte too few is enough."""
    store.keep(TOKENS, state)
    path = kept(tmp_path)[0]
    os.truncate(path, path.stat().st_size - 1)
    assert not store.recall(TOKENS, tmp_path / "into")
    assert kept(tmp_path) == []


def test_a_state_that_cannot_be_copied_stays(store: PrefixStore, state: Path, tmp_path: Path) -> None:
    """No room on the caller's side is not the state's fault."""
    store.keep(TOKENS, state)
    assert not store.recall(TOKENS, tmp_path / "no folder" / "into")
    assert store.recall(TOKENS, tmp_path / "into")


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond `size` bytes, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_only_means_not_kept(store: PrefixStore, state: Path, tmp_path: Path) -> None:
    """No error, and no half file."""
    with largest_file(HEAD + 1):
        store.keep(TOKENS, state)
    assert kept(tmp_path) == []


def test_a_folder_that_cannot_be_made_only_means_not_kept(state: Path, tmp_path: Path) -> None:
    """A cache that is a file, or read-only, costs time alone."""
    store = PrefixStore(state / "prefixes", {})
    store.keep(TOKENS, state)
    store.forget(TOKENS)
    assert not store.recall(TOKENS, tmp_path / "into")


def test_an_interrupt_leaves_no_half_state(
    store: PrefixStore, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while a state is written is still an interrupt, and the folder is as before."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.keep(TOKENS, state)
    assert kept(tmp_path) == []


def test_what_was_used_longest_ago_goes_first(state: Path, tmp_path: Path) -> None:
    """Recalling counts as use, and what a kill left half-written ages out like a state. Exactly the bound may stay."""
    store = PrefixStore(tmp_path / "prefixes", {}, most_bytes=2 * (HEAD + len(STATE)))
    for when, token in enumerate((1, 2), start=1):
        store.keep([token], state)
        newest = max(kept(tmp_path), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (when, when))
    assert store.recall([1], tmp_path / "into")
    abandoned = tmp_path / "prefixes" / ".abandoned"
    abandoned.write_bytes(b"x")
    os.utime(abandoned, (0, 0))
    store.keep([3], state)
    assert [store.recall([n], tmp_path / "into") for n in (1, 2, 3)] == [True, False, True]
    assert not abandoned.exists()
