import os
from pathlib import Path

import pytest

from sekisho.adapters.files import read_bytes, write_atomic
from sekisho.errors import SourceError


def test_a_file_is_read_whole_or_up_to_a_limit(tmp_path: Path) -> None:
    """The limit bounds memory; also over more than one chunk."""
    file = tmp_path / "f"
    file.write_bytes(b"x" * (3 << 20))
    assert len(read_bytes(file)) == 3 << 20
    assert len(read_bytes(file, (2 << 20) + 1)) == (2 << 20) + 1
    assert read_bytes(file, 0) == b""


def test_a_link_is_read_as_its_target_not_followed(tmp_path: Path) -> None:
    """As git stores it."""
    link = tmp_path / "link"
    link.symlink_to("/etc/passwd")
    assert read_bytes(link) == b"/etc/passwd"


def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    """Something that is no file cannot hang a run."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert read_bytes(pipe) == b""


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """Missing files and folders are SourceErrors with the path."""
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(SourceError, match=str(path)):
            read_bytes(path)


def test_writing_replaces_the_content_and_keeps_the_permissions(tmp_path: Path) -> None:
    """New folders are made; nothing else is left behind."""
    file = tmp_path / "new" / "f"
    write_atomic(file, b"one")
    file.chmod(0o640)
    write_atomic(file, b"two")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"two", 0o640)
    assert list(file.parent.iterdir()) == [file]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, noticed at the last moment: the old bytes stay and the temporary file goes."""
    file = tmp_path / "f"
    file.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SourceError, match="No space left"):
        write_atomic(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """The parent is a file."""
    (tmp_path / "f").write_bytes(b"")
    with pytest.raises(SourceError, match="cannot write"):
        write_atomic(tmp_path / "f" / "g", b"")
