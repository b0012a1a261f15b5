"""A dataset as cases: one file of JSON lines, checked whole before anything runs, each case read when it is run.

A small file's cases stay in memory; of a large one only where each case lies. A line that changes while the cases are
run stops the run.
"""

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from sekisho.adapters.processes import uncollected
from sekisho.errors import DatasetInvalidError, SourceError
from sekisho.model.finding import Finding
from sekisho.model.kinds.case import CaseBase, DatasetCase
from sekisho.registry.dataset import MAX_LINE_BYTES, empty, read_case, repeated

PREFIX = "dataset/"
KEPT_BYTES = 4 << 20
"""So much of a file is kept as cases, at some ten times its size."""
SHOWN = 100
"""Findings in an error; a broken file could have as many as lines."""


class Line(NamedTuple):
    """Where a case lies in its file, in bytes, a checksum of its line, and its place for messages."""

    start: int
    size: int
    check: int
    number: int


class Dataset(Mapping[str, CaseBase]):
    """The cases of a file by `dataset/<id>`. Use it in a `with`; `digest` is that of the file's bytes.

    Raises SourceError for a file that cannot be read, DatasetInvalidError with the findings of one that is not right.
    """

    def __init__(self, path: Path, concepts: Collection[str]) -> None:
        self._path = path
        self._lines: dict[str, Line] = {}
        self._kept: dict[str, CaseBase] = {}
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise SourceError(f"cannot read {path}: {error.strerror}") from error
        try:
            with uncollected():
                self.digest = self._check(concepts)
        except BaseException:
            self._file.close()
            raise

    def _check(self, concepts: Collection[str]) -> str:
        content = hashlib.sha256()
        findings: list[Finding] = []
        start = number = unshown = 0
        while line := self._file.readline(MAX_LINE_BYTES + 2):
            number += 1
            content.update(line)
            found = self._add(line, start, number, concepts) if line.strip() else ()
            room = max(0, SHOWN - len(findings))
            findings += found[:room]
            unshown += len(found[room:])
            start += len(line)
        if not self._lines and not findings:
            findings.append(empty(str(self._path)))
        if findings:
            raise DatasetInvalidError("\n".join(_listed(self._path, findings, unshown)))
        return content.hexdigest()

    def _add(self, line: bytes, start: int, number: int, concepts: Collection[str]) -> tuple[Finding, ...]:
        file = str(self._path)
        case, findings = read_case(file, number, line.rstrip(b"\r\n"), concepts)
        if case is None:
            return findings
        name = PREFIX + case.id
        if name in self._lines:
            return (*findings, repeated(file, number, case.id, self._lines[name].number))
        self._lines[name] = Line(start, len(line), hash(line), number)
        if start < KEPT_BYTES:
            self._kept[name] = case
        return findings

    def __getitem__(self, name: str) -> CaseBase:
        """Read a case. Raises KeyError for another name, SourceError when the file has changed."""
        if name in self._kept:
            return self._kept[name]
        start, size, check, number = self._lines[name]
        line = os.pread(self._file.fileno(), size, start)
        if hash(line) != check:
            raise SourceError(f"{self._path}:{number}: the file was changed while its cases were run")
        return DatasetCase.model_validate_json(line)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, name: object) -> bool:
        return name in self._lines

    def __enter__(self) -> "Dataset":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def _listed(path: Path, findings: list[Finding], unshown: int) -> Iterator[str]:
    count = len(findings) + unshown
    yield f"{path} has {count} finding{'s' * (count != 1)}"
    yield from (str(finding) for finding in sorted(findings, key=lambda finding: finding.order))
    if unshown:
        yield f"... and {unshown} more"
