"""What one command wrote and another reads: a report, a decision, a pull request's evidence, each one JSON file.

A file may come from anywhere, so it is read within a bound, by its schema, and only in the format this version writes.
"""

from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from sekisho.adapters.files import read_bytes
from sekisho.errors import SourceError
from sekisho.model.base import Frozen
from sekisho.model.decision import Decision
from sekisho.model.pull import PullEvidence
from sekisho.model.verdict import GateReport
from sekisho.text.one_line import one_line

MAX_BYTES = 256 << 20
Shape = TypeVar("Shape", bound=Frozen)


class Written(NamedTuple):
    """What a value is called, and how one gets such a file."""

    name: str
    hint: str


KINDS: dict[type[Frozen], Written] = {
    GateReport: Written("a gate's report", "sekisho gate --out FOLDER writes one"),
    Decision: Written("a decision", "sekisho decide --out FILE writes one"),
    PullEvidence: Written("a pull request's evidence", "it follows schemas/pull-evidence.schema.json"),
}


def bounded(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return the content of a file. Raises SourceError when there is none, or it is larger than `limit` bytes."""
    if not path.is_file():
        raise SourceError(f"there is no file {path}")
    data = read_bytes(path.resolve(), limit + 1)
    if len(data) > limit:
        raise SourceError(f"{path} is larger than {limit} bytes")
    return data


def parsed(data: bytes, shape: type[Shape], path: Path) -> Shape:
    """Return the value in a file's bytes. Raises SourceError, saying what and where, when it is another one."""
    written = KINDS[shape]
    try:
        value = shape.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        place = one_line(".".join(str(part) for part in first["loc"]), 100)
        where = f"{place}: " if place else ""
        raise SourceError(f"{path} is not {written.name}: {where}{first['msg']}", hint=written.hint) from error
    wanted, found = shape.model_fields["format"].default, getattr(value, "format", None)
    if found != wanted:
        told = f"{path} is {written.name} of the format {one_line(found, 50)!r}, this version reads {wanted!r}"
        raise SourceError(told, hint=written.hint)
    return value


def read(path: Path, shape: type[Shape], limit: int = MAX_BYTES) -> Shape:
    """Return the value in a file of at most `limit` bytes. Raises SourceError as `bounded` and `parsed` do."""
    try:
        data = bounded(path, limit)
    except SourceError as error:
        raise SourceError(error.message, hint=error.hint or KINDS[shape].hint) from error
    return parsed(data, shape, path)
