"""Recorded answers as JSON lines: the registry's files, and the scratch store a recording run appends to.

A registry file is sorted and canonical, one answer a line, so that its git diff shows answers and nothing else.
"""

import fcntl
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from types import TracebackType

from pydantic import ValidationError

from sekisho.errors import SourceError
from sekisho.model.completion import ModelAnswer, ModelRequest, Recording
from sekisho.serialize import canonical_json, digest

MAX_LINE_BYTES = 256 * 1024
_LINE_ENDS = "\x85\u2028\u2029"


def recording_of(request: ModelRequest, prompt: str, answer: ModelAnswer, engine: str) -> Recording:
    """Return `answer` as the recording of `request`."""
    spoken = request.messages[-1].content if request.messages else ""
    return Recording(
        key=digest(request), prompt=prompt, input=spoken, trial=request.trial, engine=engine, answer=answer
    )


def read_recordings(lines: Iterable[str], *, name: str = "recordings") -> Iterator[Recording]:
    """Yield the recordings in `lines`; blank lines are skipped.

    Raises SourceError, naming `name` and the line, for a line that is too long or is no recording.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _parsed(line, f"{name}:{number}")


def load_recordings(lines: Iterable[str], *, name: str = "recordings") -> dict[str, ModelAnswer]:
    """Return the answers in `lines` by key.

    Raises SourceError as `read_recordings` does, and for a key that has two different answers.
    """
    answers: dict[str, ModelAnswer] = {}
    for recording in read_recordings(lines, name=name):
        if answers.setdefault(recording.key, recording.answer) != recording.answer:
            raise SourceError(f"{name}: key {recording.key[:12]} has two different answers")
    return answers


def _parsed(line: str, where: str) -> Recording:
    if len(line.encode("utf-8")) > MAX_LINE_BYTES:
        raise SourceError(f"{where}: a recording is at most {MAX_LINE_BYTES} bytes")
    try:
        return Recording.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SourceError(f"{where}: not a recording: {place}: {first['msg']}") from error


def write_recordings(recordings: Iterable[Recording]) -> str:
    """Return the file text of `recordings`: sorted by prompt and key, the last of equal keys, canonical lines."""
    by_key = {recording.key: recording for recording in recordings}
    ordered = sorted(by_key.values(), key=lambda recording: (recording.prompt, recording.key))
    return "".join(map(_line, ordered))


def _line(recording: Recording) -> str:
    """Return the canonical JSON, with the line ends of Unicode escaped: a line is one line to every reader."""
    text = canonical_json(recording)
    for mark in _LINE_ENDS:
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text + "\n"


def merge_recordings(existing: str, new: Iterable[Recording]) -> str:
    """Return the file text `existing` with `new` added; of equal keys the new answer stays."""
    return write_recordings([*read_recordings(existing.split("\n")), *new])


def prune(existing: str, used_keys: Collection[str]) -> str:
    """Return the file text `existing` without the recordings whose key no request has any more."""
    kept = (recording for recording in read_recordings(existing.split("\n")) if recording.key in used_keys)
    return write_recordings(kept)


class AnswerStore:
    """A scratch file of new answers: each is on the disk before `append` returns.

    One process at a time holds it (SourceError for a second). A line torn by a kill is cut off when the store opens.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file = path.open("a+b", buffering=0)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise SourceError(f"{path} is in use by another process") from error
        self._file.truncate(self._content().rfind(b"\n") + 1)

    def _content(self) -> bytes:
        self._file.seek(0)
        return self._file.read()

    def read(self) -> list[Recording]:
        """Return what the store holds, in the order it came. Raises SourceError for a damaged file."""
        lines = self._content().decode("utf-8", errors="replace").split("\n")
        return list(read_recordings(lines, name=str(self._path)))

    def append(self, recording: Recording) -> None:
        """Add one recording, durably and whole. Raises SourceError when the disk will not take it."""
        line = _line(recording).encode("utf-8")
        size = os.fstat(self._file.fileno()).st_size
        try:
            written = self._file.write(line)
            os.fsync(self._file.fileno())
        except OSError as error:
            self._file.truncate(size)
            raise SourceError(f"cannot write {self._path}: {error}") from error
        if written != len(line):
            self._file.truncate(size)
            raise SourceError(f"cannot write {self._path}: the disk is full")

    def clear(self) -> None:
        """Forget everything; for when the registry holds the answers."""
        self._file.truncate(0)
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let the next process have the store."""
        self._file.close()

    def __enter__(self) -> "AnswerStore":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
