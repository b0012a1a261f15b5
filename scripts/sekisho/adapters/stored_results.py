"""Results that stay in their file: as many as fit on the disk, read again each time somebody goes through them."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, overload

from sekisho.adapters.run_lines import Span, result_of
from sekisho.errors import SourceError
from sekisho.model.run import CaseResult, CaseState

_STATES = tuple(CaseState)


class StoredResults(Sequence[CaseResult]):
    """The results at the given places of a file, in that order. Equal to any sequence of equal results.

    `cases` are those of the results where they are known; otherwise all results are read when somebody asks. Reading
    raises SourceError when the file has gone or holds something else by now.
    """

    def __init__(self, path: Path, spans: Iterable[Span], cases: Sequence[str] | None = None) -> None:
        self._path = path
        self._cases = cases
        self._starts, self._sizes, self._states = array("Q"), array("Q"), array("B")
        for start, size, state in spans:
            self._starts.append(start)
            self._sizes.append(size)
            self._states.append(_STATES.index(state))

    @cached_property
    def cases(self) -> Sequence[str]:
        """The case of each result, in order."""
        return [result.case for result in self] if self._cases is None else self._cases

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[CaseResult]:
        return self._read(range(len(self)))

    @overload
    def __getitem__(self, index: int) -> CaseResult: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[CaseResult, ...]: ...
    def __getitem__(self, index: int | slice) -> CaseResult | tuple[CaseResult, ...]:
        """Read one result, or several."""
        if isinstance(index, slice):
            return tuple(self._read(range(len(self))[index]))
        return next(self._read([range(len(self))[index]]))

    def count(self, value: object) -> int:
        """Return how many results ended in a state, without reading them; of anything else, how many equal it."""
        if isinstance(value, CaseState):
            return self._states.count(_STATES.index(value))
        return sum(result == value for result in self)

    def without(self, state: CaseState) -> Iterator[CaseResult]:
        """Read the results that did not end in `state`; the others are passed over."""
        passed_over = _STATES.index(state)
        return self._read([index for index, found in enumerate(self._states) if found != passed_over])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as of a list: what it holds is on a disk

    def _read(self, indices: Sequence[int]) -> Iterator[CaseResult]:
        try:
            with self._path.open("rb") as file:
                at = 0
                for index in indices:
                    yield self._result(file, index, at)
                    at = self._starts[index] + self._sizes[index]
        except OSError as error:
            raise SourceError(f"cannot read {self._path}: {error.strerror}") from error

    def _result(self, file: BinaryIO, index: int, at: int) -> CaseResult:
        start, size = self._starts[index], self._sizes[index]
        if start != at:
            file.seek(start)
        return result_of(file.read(size), f"{self._path}: byte {start}")


def copied(path: Path, spans: Iterable[Span]) -> Iterator[bytes]:
    """Yield the bytes of lines of a file in the given order; neighbours in the file are read together."""
    with path.open("rb") as file:
        for start, size in _joined(spans):
            file.seek(start)
            yield file.read(size)


CHUNK = 1 << 20


def _joined(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Yield start and size of the largest stretches that are in order, of about `CHUNK` bytes at most."""
    first, end = 0, 0
    for start, size, _ in spans:
        if start != end or end - first >= CHUNK:
            if end > first:
                yield first, end - first
            first = start
        end = start + size
    if end > first:
        yield first, end - first
