"""Run files: JSON lines, the header first, then one canonical line per result by case and trial.

Equal runs are equal bytes. While a run goes on its finished results are kept in a journal beside the file
(`<run>.partial`), each written before the next begins: a kill loses none. They are not synced to the disk, which
would cost more than replaying them. Only a run with the same header identity resumes a journal.
"""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, TypeVar

from pydantic import BaseModel, ValidationError

from sekisho.adapters.files import write_atomic
from sekisho.errors import SourceError
from sekisho.model.run import CaseResult, Run, RunHeader
from sekisho.serialize import canonical_json, digest, plain

MAX_LINE_BYTES = 8 * 1024 * 1024
FORMAT = "sekisho-run/1"

_HEADER_START = b'{"answers":'

Shape = TypeVar("Shape", bound=BaseModel)


def sealed(header: RunHeader) -> RunHeader:
    """Return `header` with its identity: the digest of all its other fields."""
    fields = {name: value for name, value in plain(header).items() if name != "identity"}
    return header.model_copy(update={"identity": digest(fields)})


def run_text(run: Run) -> str:
    """Return the text of a run's file. Raises SourceError for a figure that JSON cannot say."""
    ordered = sorted(run.results, key=lambda result: (result.case, result.trial))
    return "".join(map(_line, [sealed(run.header), *ordered]))


def write_run(path: Path, run: Run) -> None:
    """Write a run whole or not at all. Raises SourceError when the disk will not take it."""
    write_atomic(path, run_text(run).encode("utf-8"))


def read_run(path: Path) -> Run:
    """Return the run in a file. Raises SourceError, naming the line, for anything that is not an intact run file."""
    try:
        with path.open("rb") as file:
            lines = list(_lines(file, path))
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error
    if not lines:
        raise SourceError(f"{path} is empty, not a run")
    header = _header(lines[0], path)
    results = [_parsed(CaseResult, line, f"{path}:{number}") for number, line in enumerate(lines[1:], start=2)]
    keys = [(result.case, result.trial) for result in results]
    if len(set(keys)) < len(keys):
        raise SourceError(f"{path} has two results for the same case and trial")
    return Run(header=header, results=tuple(results))


def journal_path(path: Path) -> Path:
    """Return where the journal of the run file `path` lies."""
    return path.with_name(path.name + ".partial")


class Journal:
    """The finished results of a run that is not over; `finished` holds what an interrupted run left.

    One process at a time holds it (SourceError for a second). A journal of another run is begun anew, a line torn by
    a kill is cut off; a file that is no journal at all raises SourceError and is left as it is.
    """

    def __init__(self, path: Path, header: RunHeader) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = journal_path(path)
        self._file = self._path.open("a+b", buffering=0)
        try:
            self._lock()
            self.finished = self._resume(sealed(header))
        except SourceError:
            self._file.close()
            raise

    def append(self, result: CaseResult) -> None:
        """Keep one finished result, past a kill of this process. Raises SourceError when the disk will not take it."""
        self._append(result)

    def commit(self, path: Path, run: Run) -> None:
        """Write the finished run to `path` and remove the journal."""
        write_run(path, run)
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let the next process have the journal."""
        self._file.close()

    def __enter__(self) -> "Journal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SourceError(f"{self._path} is in use by another process") from error

    def _resume(self, header: RunHeader) -> tuple[CaseResult, ...]:
        self._file.seek(0)
        content = self._file.read()
        if not content.startswith(_HEADER_START[: len(content)]):
            raise SourceError(f"{self._path} is not the journal of a run")
        whole = content.rfind(b"\n") + 1
        lines = content[:whole].splitlines()
        if lines and _header(lines[0], self._path).identity == header.identity:
            self._file.truncate(whole)
            results = [_parsed(CaseResult, line, f"{self._path}:{n}") for n, line in enumerate(lines[1:], start=2)]
            return tuple({(result.case, result.trial): result for result in results}.values())
        self._file.truncate(0)
        self._append(header)
        return ()

    def _append(self, value: BaseModel) -> None:
        line = _line(value).encode("utf-8")
        size = os.fstat(self._file.fileno()).st_size
        try:
            written = self._file.write(line)
        except OSError as error:
            self._file.truncate(size)
            raise SourceError(f"cannot write {self._path}: {error.strerror}") from error
        if written != len(line):
            self._file.truncate(size)
            raise SourceError(f"cannot write {self._path}: the disk is full")


def _lines(file: BinaryIO, path: Path) -> Iterator[bytes]:
    """Yield the lines of an open file, none longer than a result may be."""
    while line := file.readline(MAX_LINE_BYTES + 1):
        if len(line) > MAX_LINE_BYTES:
            raise SourceError(f"{path}: a line is at most {MAX_LINE_BYTES} bytes")
        yield line


def _line(value: BaseModel) -> str:
    try:
        return canonical_json(value) + "\n"
    except ValueError as error:
        raise SourceError(f"a result holds a figure that JSON cannot say: {error}") from error


def _header(line: bytes, path: Path) -> RunHeader:
    header = _parsed(RunHeader, line, f"{path}:1")
    if header.format != FORMAT:
        raise SourceError(f"{path} is a run of format {header.format!r}, this version reads {FORMAT!r}")
    if sealed(header).identity != header.identity:
        raise SourceError(f"{path}: the header was changed: its identity is not the digest of its fields")
    return header


def _parsed(shape: type[Shape], line: bytes, where: str) -> Shape:
    try:
        return shape.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SourceError(f"{where}: not part of a run: {place}: {first['msg']}") from error
