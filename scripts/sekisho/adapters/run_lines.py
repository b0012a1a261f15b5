"""The lines of a run file: what they are, how one is written, what is refused on reading one."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from sekisho.errors import SourceError
from sekisho.model.run import CaseResult, CaseState, RunHeader
from sekisho.serialize import canonical_json, digest, plain

MAX_LINE_BYTES = 8 * 1024 * 1024
FORMAT = "sekisho-run/1"
NOT_IDENTITY = frozenset({"identity", "shard"})

Shape = TypeVar("Shape", bound=BaseModel)
Key = tuple[str, int]
"""Case and trial."""


class Span(NamedTuple):
    """Where a result's line lies in a file, in bytes, and how the case ended."""

    start: int
    size: int
    state: CaseState


def sealed(header: RunHeader) -> RunHeader:
    """Return `header` with its identity: the digest of all its other fields, except for the shard it is."""
    fields = {name: value for name, value in plain(header).items() if name not in NOT_IDENTITY}
    return header.model_copy(update={"identity": digest(fields)})


def line_of(value: BaseModel) -> bytes:
    """Return a header or result as its line. Raises SourceError for what JSON cannot say."""
    try:
        return (canonical_json(value) + "\n").encode("utf-8")
    except ValueError as error:
        raise SourceError(f"a result holds what JSON cannot say: {error}") from error


def numbered_lines(file: BinaryIO, name: object) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of an open file from 1. Raises SourceError for one that is longer than a result may be."""
    number = 0
    while line := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES:
            raise SourceError(f"{name}:{number}: a line is at most {MAX_LINE_BYTES} bytes")
        yield number, line


def header_of(line: bytes, name: object) -> RunHeader:
    """Return the header in the first line of the file `name`. Raises SourceError for any other line."""
    header = parsed(RunHeader, line, f"{name}:1")
    if header.format != FORMAT:
        raise SourceError(f"{name} is a run of format {header.format!r}, this version reads {FORMAT!r}")
    if sealed(header).identity != header.identity:
        raise SourceError(f"{name}: the header was changed: its identity is not the digest of its fields")
    return header


def result_of(line: bytes, where: str) -> CaseResult:
    """Return the result in a line. Raises SourceError, naming `where`, for any other line."""
    return parsed(CaseResult, line, where)


def parsed(shape: type[Shape], line: bytes, where: str) -> Shape:
    """Return the value in a line. Raises SourceError, naming `where`, when it has another shape."""
    try:
        return shape.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SourceError(f"{where}: not part of a run: {place}: {first['msg']}") from error
