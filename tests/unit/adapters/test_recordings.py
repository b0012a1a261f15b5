"""The recordings folder."""

from pathlib import Path

import pytest

from sekisho.adapters.recordings import RecordingsFolder
from sekisho.errors import SourceError


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """One file per prompt, by prompt id; other files are not recordings."""
    folder = RecordingsFolder(tmp_path)
    assert folder.read() == {}
    folder.write({"greet": "日本語\n", "ask": "b\n"})
    (tmp_path / "registry" / "recordings" / "README.md").write_text("x", encoding="utf-8")
    assert folder.read() == {"ask": "b\n", "greet": "日本語\n"}


def test_an_empty_text_removes_the_file(tmp_path: Path) -> None:
    """A prompt without recordings has no file, also when it never had one."""
    folder = RecordingsFolder(tmp_path)
    folder.write({"greet": "a\n"})
    folder.write({"greet": "", "ask": ""})
    assert list((tmp_path / "registry" / "recordings").iterdir()) == []


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are named with their place."""
    path = tmp_path / "registry" / "recordings" / "greet.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"ab\xff")
    with pytest.raises(SourceError, match=r"greet\.jsonl is not UTF-8 \(byte 2\)"):
        RecordingsFolder(tmp_path).read()
