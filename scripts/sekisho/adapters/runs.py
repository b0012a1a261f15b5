"""Run files: JSON lines, the header first, then one canonical line per result by case and trial.

Equal runs are equal bytes. While a run goes on its finished results are kept in a journal beside the file
(`<run>.partial`), each written before the next begins: a kill loses none. They are not synced to the disk, which
would cost more than replaying them. Only the same run, and the same shard of it, resumes a journal. Of a result only
its place in the journal stays in memory; the run file is made by copying lines.
"""

import fcntl
from collections.abc import Collection, Container, Iterable, Iterator
from itertools import chain, takewhile
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from sekisho.adapters.files import write_chunks
from sekisho.adapters.run_lines import Key, Span, header_of, line_of, numbered_lines, result_of, sealed
from sekisho.adapters.stored_results import StoredResults, copied
from sekisho.errors import SourceError
from sekisho.model.run import CaseResult, CaseState, Run, RunHeader

__all__ = ["Journal", "RunIndex", "journal_path", "read_index", "read_run", "run_text", "sealed", "write_run"]

_HEADER_START = b'{"answers":'


def run_text(run: Run) -> str:
    """Return the text of a run's file. Raises SourceError for a figure that JSON cannot say."""
    return b"".join(_chunks(run)).decode("utf-8")


def write_run(path: Path, run: Run) -> None:
    """Write a run whole or not at all. Raises SourceError when the disk will not take it."""
    write_chunks(path, _chunks(run))


def _chunks(run: Run) -> Iterator[bytes]:
    yield line_of(sealed(run.header))
    yield from map(line_of, sorted(run.results, key=lambda result: (result.case, result.trial)))


def read_run(path: Path) -> Run:
    """Return the run in a file; its results stay there and are read on use. Raises SourceError as `read_index`."""
    index = read_index(path)
    cases = [case for case, _ in index.spans]
    return Run(header=index.header, results=StoredResults(path, index.spans.values(), cases))


class RunIndex(NamedTuple):
    """What a run file has where: its header, and the place of each result by case and trial in the file's order."""

    header: RunHeader
    spans: dict[Key, Span]


def read_index(path: Path) -> RunIndex:
    """Read a whole run file and return its index.

    Raises SourceError, naming the line, for anything that is not an intact run file.
    """
    try:
        with path.open("rb") as file:
            lines = numbered_lines(file, path)
            _, first = next(lines, (0, b""))
            if not first:
                raise SourceError(f"{path} is empty, not a run")
            header = header_of(first, path)
            found = list(_spans(lines, len(first), path))
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error
    spans = dict(found)
    if len(spans) < len(found):
        raise SourceError(f"{path} has two results for the same case and trial")
    return RunIndex(header, spans)


def _spans(lines: Iterable[tuple[int, bytes]], start: int, path: Path) -> Iterator[tuple[Key, Span]]:
    """Yield the key and the place of every result in numbered lines, the first of which begins at byte `start`."""
    for number, line in lines:
        result = result_of(line, f"{path}:{number}")
        yield (result.case, result.trial), Span(start, len(line), result.state)
        start += len(line)


def journal_path(path: Path) -> Path:
    """Return where the journal of the run file `path` lies."""
    return path.with_name(path.name + ".partial")


class Line(NamedTuple):
    """A finished result as the bytes of its line, and what of it must be known without reading them."""

    key: Key
    state: CaseState
    content: bytes


class Journal:
    """The finished results of a run that is not over; `finished` are those an interrupted run left.

    One process at a time holds it (SourceError for a second). A journal of another run or shard is begun anew, a line
    torn by a kill is cut off; a file that is no journal at all raises SourceError and is left as it is. `fresh` begins
    every journal anew.
    """

    def __init__(self, path: Path, header: RunHeader, *, fresh: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = journal_path(path)
        self._header = sealed(header)
        self._spans: dict[Key, Span] = {}
        self._size = 0
        self._file = self._path.open("a+b", buffering=0)
        try:
            self._lock()
            self._size = self._resume(fresh)
        except BaseException:
            self._file.close()
            raise

    @property
    def finished(self) -> StoredResults:
        """The results the journal has, by first appearance; of two of the same case and trial the later."""
        return StoredResults(self._path, self._spans.values())

    def keys(self, states: Container[CaseState]) -> frozenset[Key]:
        """Return case and trial of the results that ended in one of `states`."""
        return frozenset(key for key, span in self._spans.items() if span.state in states)

    def append(self, result: CaseResult) -> None:
        """Keep one finished result, past a kill of this process. Raises SourceError when the disk will not take it."""
        self.keep(Line((result.case, result.trial), result.state, line_of(result)))

    def keep(self, line: Line) -> None:
        """Keep a finished result that is a line already; otherwise as `append`."""
        self._spans[line.key] = Span(self._append(line.content), len(line.content), line.state)

    def commit(self, path: Path, run: Run) -> None:
        """Write a finished run that is in memory to `path` and remove the journal."""
        write_run(path, run)
        self._path.unlink(missing_ok=True)

    def finish(self, path: Path, keys: Collection[Key] | None = None) -> StoredResults:
        """Make the run file at `path` of what the journal has, remove the journal and return the file's results.

        Only the results under `keys` become part of it; None: all of them.
        """
        spans = [self._spans[key] for key in sorted(self._spans if keys is None else keys)]
        head = line_of(self._header)
        write_chunks(path, chain((head,), copied(self._path, spans)))
        self._path.unlink(missing_ok=True)
        return StoredResults(path, _moved(spans, len(head)))

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

    def _resume(self, fresh: bool) -> int:
        """Take over what the file has, or begin it anew; return its size. A last line without its end is cut off."""
        with self._path.open("rb") as file:
            start = file.read(len(_HEADER_START))
            if not _HEADER_START.startswith(start):
                raise SourceError(f"{self._path} is not the journal of a run")
            file.seek(0)
            lines = takewhile(lambda line: line[1].endswith(b"\n"), numbered_lines(file, self._path))
            _, first = next(lines, (0, b""))
            if first and not fresh and header_of(first, self._path) == self._header:
                self._spans.update(_spans(lines, len(first), self._path))
                size = max((span.start + span.size for span in self._spans.values()), default=len(first))
                self._file.truncate(size)
                return size
        self._file.truncate(0)
        self._append(line_of(self._header))
        return self._size

    def _append(self, line: bytes) -> int:
        """Write a line whole or not at all and return where it begins."""
        start = self._size
        try:
            written = self._file.write(line)
        except OSError as error:
            self._file.truncate(start)
            raise SourceError(f"cannot write {self._path}: {error.strerror}") from error
        if written != len(line):
            self._file.truncate(start)
            raise SourceError(f"cannot write {self._path}: the disk is full")
        self._size = start + len(line)
        return start


def _moved(spans: Iterable[Span], start: int) -> Iterator[Span]:
    """Yield the places of lines that now follow each other from byte `start`."""
    for span in spans:
        yield span._replace(start=start)
        start += span.size
