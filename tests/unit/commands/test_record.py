"""`sekisho record` on real files."""

from pathlib import Path

import pytest

from sekisho.adapters.answers import AnswerStore, load_recordings, write_recordings
from sekisho.adapters.files import write_atomic
from sekisho.commands import record as verb
from sekisho.commands.record import SCRATCH, RecordResult, record
from sekisho.errors import SourceError
from sekisho.model.completion import ModelAnswer, Recording


def recording(key: str, text: str = "hello", prompt: str = "greet") -> Recording:
    """Return a recording whose key is one repeated digit."""
    answer = ModelAnswer(text=text, model="m")
    return Recording(key=key * 64, prompt=prompt, input="hi", engine="fake 1", answer=answer)


def answered(root: Path, *recordings: Recording) -> None:
    """Put answers into the scratch store."""
    with AnswerStore(root / SCRATCH) as store:
        for one in recordings:
            store.append(one)


def file_of(root: Path, prompt: str) -> Path:
    """Return the registry's file for a prompt."""
    return root / "registry" / "recordings" / f"{prompt}.jsonl"


def test_answers_move_into_one_file_per_prompt(tmp_path: Path) -> None:
    """Each prompt's file is sorted, and the store is empty afterwards."""
    answered(tmp_path, recording("b"), recording("a"), recording("c", prompt="ask"))
    assert record(tmp_path) == RecordResult(added=3, replaced=0, removed=0, prompts=("ask", "greet"))
    assert file_of(tmp_path, "greet").read_text(encoding="utf-8") == write_recordings([recording("a"), recording("b")])
    assert file_of(tmp_path, "ask").read_text(encoding="utf-8") == write_recordings([recording("c", prompt="ask")])
    assert (tmp_path / SCRATCH).read_bytes() == b""


def identity(file: Path) -> tuple[int, int]:
    """What changes when a file is written again, in place or as another one."""
    found = file.stat()
    return found.st_ino, found.st_mtime_ns


def test_nothing_new_touches_nothing(tmp_path: Path) -> None:
    """An answer the registry already holds, or an empty store, rewrites no file."""
    answered(tmp_path, recording("a"))
    record(tmp_path)
    before = identity(file_of(tmp_path, "greet"))
    answered(tmp_path, recording("a"))
    assert record(tmp_path) == RecordResult(added=0, replaced=0, removed=0, prompts=())
    assert identity(file_of(tmp_path, "greet")) == before


def test_a_new_answer_replaces_the_old(tmp_path: Path) -> None:
    """An answer asked for again is counted as replaced; the last of two in the store stays."""
    answered(tmp_path, recording("a"), recording("b"))
    record(tmp_path)
    answered(tmp_path, recording("a", "hm"), recording("a", "bye"))
    assert record(tmp_path) == RecordResult(added=0, replaced=1, removed=0, prompts=("greet",))
    lines = file_of(tmp_path, "greet").read_text(encoding="utf-8").splitlines()
    assert load_recordings(lines)["a" * 64].text == "bye"


def test_unused_answers_are_removed_on_request(tmp_path: Path) -> None:
    """With the keys in use, all others go, and a file that becomes empty with them."""
    answered(tmp_path, recording("a"), recording("b"), recording("c", prompt="ask"))
    record(tmp_path)
    answered(tmp_path, recording("d"))
    result = record(tmp_path, used_keys={"a" * 64, "d" * 64})
    assert result == RecordResult(added=1, replaced=0, removed=2, prompts=("ask", "greet"))
    assert not file_of(tmp_path, "ask").exists()


def test_a_scratch_store_elsewhere_can_be_named(tmp_path: Path) -> None:
    """The store of another run can be moved in."""
    other = tmp_path / "other.jsonl"
    with AnswerStore(other) as store:
        store.append(recording("a"))
    assert record(tmp_path, other).added == 1


@pytest.mark.parametrize("prompt", ["../../README", "Greet", "", "a/b", "greet\n"])
def test_a_prompt_that_is_no_id_writes_nothing(tmp_path: Path, prompt: str) -> None:
    """A store cannot name a file outside the folder; its answers stay where they are."""
    answered(tmp_path, recording("a"), recording("b", prompt=prompt))
    with pytest.raises(SourceError, match="no prompt id"):
        record(tmp_path)
    assert not (tmp_path / "registry").exists()
    assert (tmp_path / SCRATCH).read_bytes() != b""


def test_a_failure_between_two_files_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store is emptied last: after a full disk or a kill, a second run finishes the work."""
    answered(tmp_path, recording("a", prompt="ask"), recording("b"))

    def fail_on_greet(path: Path, data: bytes) -> None:
        if path.name == "greet.jsonl":
            raise SourceError("no room")
        write_atomic(path, data)

    with monkeypatch.context() as full:
        full.setattr("sekisho.adapters.recordings.write_atomic", fail_on_greet)
        with pytest.raises(SourceError, match="no room"):
            record(tmp_path)
    assert record(tmp_path) == RecordResult(added=1, replaced=0, removed=0, prompts=("greet",))
    assert verb.RecordingsFolder(tmp_path).read().keys() == {"ask", "greet"}
