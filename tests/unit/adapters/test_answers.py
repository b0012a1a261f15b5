"""Recorded answers: strict reading, canonical writing, a durable scratch store."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from sekisho.adapters import answers
from sekisho.adapters.answers import (
    AnswerStore,
    load_recordings,
    merge_recordings,
    prune,
    recording_of,
    write_recordings,
)
from sekisho.errors import SourceError
from sekisho.model.completion import Message, ModelAnswer, ModelRequest, Recording, Role
from sekisho.serialize import canonical_json, digest


def recording(key: str, text: str = "hello", prompt: str = "greet") -> Recording:
    """Return a recording whose key is one repeated digit."""
    answer = ModelAnswer(text=text, model="m")
    return Recording(key=key * 64, prompt=prompt, input="hi", engine="fake 1", answer=answer)


def test_a_recording_belongs_to_its_request() -> None:
    """Key, trial and the last message come from the request."""
    messages = (Message(role=Role.SYSTEM, content="Be kind."), Message(role=Role.USER, content="hi"))
    request = ModelRequest(provider="local", model="m", parameters={}, messages=messages, trial=2)
    made = recording_of(request, "greet", ModelAnswer(text="hello", model="m"), "fake 1")
    assert (made.key, made.trial, made.input, made.prompt, made.engine) == (digest(request), 2, "hi", "greet", "fake 1")
    empty = request.model_copy(update={"messages": ()})
    assert recording_of(empty, "greet", made.answer, "fake 1").input == ""


def test_loading_gives_answers_by_key() -> None:
    """Blank lines and repeated equal lines are harmless."""
    lines = [canonical_json(recording("a")), "", canonical_json(recording("b", "bye")), canonical_json(recording("a"))]
    loaded = load_recordings(lines)
    assert {key[0]: answer.text for key, answer in loaded.items()} == {"a": "hello", "b": "bye"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "r:2: not a recording: : Invalid JSON"),
        ("[]", "r:2: not a recording"),
        (canonical_json(recording("a")).replace('"aaaa', '"AAAA'), "r:2: not a recording: key"),
        (canonical_json(recording("a")).replace('"trial":0', '"trial":0,"more":1'), "r:2: not a recording: more"),
        (canonical_json(recording("a")).replace('"engine":"fake 1",', ""), "r:2: not a recording: engine"),
    ],
)
def test_a_malformed_line_is_an_error_with_its_place(line: str, said: str) -> None:
    """Nothing that is not exactly a recording is read as one."""
    with pytest.raises(SourceError, match=said):
        load_recordings(["", line], name="r")


def test_a_line_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endless line is refused before it is parsed; the bound is in bytes, not letters."""
    line = canonical_json(recording("a", "あ" * 100))
    monkeypatch.setattr(answers, "MAX_LINE_BYTES", len(line) + 50)
    with pytest.raises(SourceError, match="r:1: a recording is at most"):
        load_recordings([line], name="r")


def test_two_answers_to_one_request_are_an_error() -> None:
    """A merge of two branches that recorded differently must be settled by a person."""
    with pytest.raises(SourceError, match="key aaaaaaaaaaaa has two different answers"):
        load_recordings([canonical_json(recording("a")), canonical_json(recording("a", "bye"))])


def test_merging_sorts_and_lets_the_new_answer_win() -> None:
    """The file is ordered by prompt and key, so that a diff shows only what changed."""
    existing = write_recordings([recording("c"), recording("a")])
    merged = merge_recordings(existing, [recording("c", "bye"), recording("b"), recording("d", prompt="ask")])
    assert merged == "".join(
        canonical_json(one) + "\n"
        for one in (recording("d", prompt="ask"), recording("a"), recording("b"), recording("c", "bye"))
    )


def test_pruning_keeps_what_is_used() -> None:
    """A recording no request asks for is dropped; an unknown key is ignored."""
    existing = write_recordings([recording("a"), recording("b")])
    assert prune(existing, {"b" * 64, "f" * 64}) == write_recordings([recording("b")])
    assert prune(existing, set()) == ""


def test_a_store_gives_back_what_was_appended(tmp_path: Path) -> None:
    """In order, in a folder it makes itself, also for the next process, until it is cleared."""
    path = tmp_path / "deep" / "answers.jsonl"
    with AnswerStore(path) as store:
        store.append(recording("a", "日本語\n"))
        store.append(recording("b"))
    with AnswerStore(path) as store:
        assert store.read() == [recording("a", "日本語\n"), recording("b")]
        store.clear()
        store.append(recording("c"))
        assert store.read() == [recording("c")]


@pytest.mark.parametrize("torn", [b'{"key": "a', b"\xe6\x97"])
def test_a_torn_last_line_is_cut_off(tmp_path: Path, torn: bytes) -> None:
    """A kill in the middle of a write costs that one answer."""
    path = tmp_path / "answers.jsonl"
    whole = canonical_json(recording("a")).encode() + b"\n"
    path.write_bytes(whole + torn)
    with AnswerStore(path) as store:
        store.append(recording("b"))
        assert store.read() == [recording("a"), recording("b")]


def test_damage_before_the_last_line_is_an_error(tmp_path: Path) -> None:
    """What a kill cannot explain is not repaired silently."""
    path = tmp_path / "answers.jsonl"
    path.write_bytes(b"\xff\xfe\n" + canonical_json(recording("a")).encode() + b"\n")
    with AnswerStore(path) as store, pytest.raises(SourceError, match=r"answers\.jsonl:1: not a recording"):
        store.read()


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    """Two recording runs never interleave; closing lets the next one in."""
    path = tmp_path / "answers.jsonl"
    with AnswerStore(path), pytest.raises(SourceError, match="in use"):
        AnswerStore(path)
    AnswerStore(path).close()


def test_a_full_disk_leaves_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses a line it is an error, and no half line stays."""
    path = tmp_path / "answers.jsonl"
    with AnswerStore(path) as store:
        store.append(recording("a"))
        with monkeypatch.context() as full:
            full.setattr(os, "fsync", disk_full)
            with pytest.raises(SourceError, match="No space left"):
                store.append(recording("b"))
        assert store.read() == [recording("a")]


def test_a_short_write_is_an_error(tmp_path: Path) -> None:
    """A disk that takes only half a line keeps none of it."""
    with AnswerStore(tmp_path / "answers.jsonl") as store:
        store.append(recording("a"))
        whole = store._file
        store._file = ShortFile(whole)
        with pytest.raises(SourceError, match="disk is full"):
            store.append(recording("b"))
        store._file = whole
        assert store.read() == [recording("a")]


class ShortFile:
    """A file that takes half of what it is given."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        """Write the first half."""
        return int(self._file.write(data[: len(data) // 2]))


def disk_full(_: int) -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
