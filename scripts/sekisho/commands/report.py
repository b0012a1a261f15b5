"""`sekisho report`: a finished gate's report.json in another format."""

from pathlib import Path

from pydantic import ValidationError

from sekisho.adapters.files import read_bytes
from sekisho.commands.gate import OUT
from sekisho.commands.source import open_repository
from sekisho.errors import SourceError
from sekisho.model.verdict import GateReport
from sekisho.report.html import gate_html
from sekisho.report.markdown import gate_markdown
from sekisho.report.text import gate_text
from sekisho.serialize import pretty_json

RENDERERS = {"markdown": gate_markdown, "html": gate_html, "json": pretty_json}
MAX_BYTES = 256 * 1024 * 1024


def render(file: Path | None, format_: str, width: int) -> str:
    """Return the report in `file` (default: the last gate's) as text (`width` columns), markdown, html or json.

    Raises SourceError when there is no report, it is too large, or it is not one.
    """
    path = file or open_repository(Path.cwd()).root / OUT / "report.json"
    if not path.is_file():
        raise SourceError(f"there is no report at {path}", hint="sekisho gate")
    data = read_bytes(path, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SourceError(f"{path} is larger than {MAX_BYTES} bytes")
    try:
        report = GateReport.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SourceError(f"{path} is not a gate's report: {place}: {first['msg']}") from error
    return gate_text(report, width=width) if format_ == "text" else RENDERERS[format_](report)
