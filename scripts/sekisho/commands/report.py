"""`sekisho report`: a finished gate's report.json in another format."""

from pathlib import Path

from sekisho.adapters.handed_over import read
from sekisho.commands.gate import OUT
from sekisho.commands.source import open_repository
from sekisho.errors import SourceError
from sekisho.model.decision import Decision
from sekisho.model.verdict import GateReport
from sekisho.report.comment import gate_comment, gate_summary
from sekisho.report.gate_annotations import gate_annotations
from sekisho.report.html import gate_html
from sekisho.report.text import gate_text
from sekisho.serialize import pretty_json

RENDERERS = {"html": gate_html, "json": pretty_json, "annotations": gate_annotations}
DECIDED = {"comment": gate_comment, "summary": gate_summary}


def render(format_: str, file: Path | None, decision: Path | None, width: int) -> str:
    """Return the report in `file` (default: the last gate's) as text (`width` columns) or in another format.

    `decision` is the file of a decision about it, for the formats comment and summary. Raises SourceError when one of
    the files is not there or is not what it should be, and when they are about different commits.
    """
    path = file or open_repository(Path.cwd()).root / OUT / "report.json"
    report = read(path, GateReport)
    if format_ in DECIDED:
        return DECIDED[format_](report, _decided(decision, report) if decision else None)
    return gate_text(report, width=width) if format_ == "text" else RENDERERS[format_](report)


def _decided(path: Path, report: GateReport) -> Decision:
    """Return a decision. Raises SourceError for one about another commit than the report's: together they would lie."""
    decision = read(path, Decision)
    head = decision.pull.head if decision.pull else None
    judged = report.plan.change_set.head if report.plan else None
    if head and judged and head != judged:
        raise SourceError(f"{path} decides about {head[:12]}, the report judges {judged[:12]}", hint="sekisho decide")
    return decision
