"""`sekisho report`: a finished gate's report.json in another format."""

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from sekisho.adapters.files import read_bytes
from sekisho.commands.gate import OUT
from sekisho.commands.source import open_repository
from sekisho.errors import SourceError
from sekisho.model.base import Frozen
from sekisho.model.decision import Decision
from sekisho.model.verdict import GateReport
from sekisho.report.comment import gate_comment, gate_summary
from sekisho.report.gate_annotations import gate_annotations
from sekisho.report.html import gate_html
from sekisho.report.text import gate_text
from sekisho.serialize import pretty_json

RENDERERS = {"html": gate_html, "json": pretty_json, "annotations": gate_annotations}
DECIDED = {"comment": gate_comment, "summary": gate_summary}
MAX_BYTES = 256 * 1024 * 1024
Read = TypeVar("Read", bound=Frozen)


def render(format_: str, file: Path | None, decision: Path | None, width: int) -> str:
    """Return the report in `file` (default: the last gate's) as text (`width` columns) or in another format.

    `decision` is the file of a decision about it, for the formats comment and summary. Raises SourceError when one of
    the files is not there, is too large, or is not what it should be.
    """
    path = file or open_repository(Path.cwd()).root / OUT / "report.json"
    report = _read(path, GateReport, "a gate's report", "sekisho gate")
    if format_ in DECIDED:
        decided = _read(decision, Decision, "a decision", "sekisho decide") if decision else None
        return DECIDED[format_](report, decided)
    return gate_text(report, width=width) if format_ == "text" else RENDERERS[format_](report)


def _read(path: Path, kind: type[Read], what: str, hint: str) -> Read:
    if not path.is_file():
        raise SourceError(f"there is no report at {path}", hint=hint)
    data = read_bytes(path, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SourceError(f"{path} is larger than {MAX_BYTES} bytes")
    try:
        return kind.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SourceError(f"{path} is not {what}: {place}: {first['msg']}") from error
