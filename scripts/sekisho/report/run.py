"""One run for the terminal: figures first, then what the cases reach, then those that did not pass."""

from collections.abc import Sequence

from sekisho.model.coverage import Coverage
from sekisho.model.finding import Severity
from sekisho.model.run import CaseState, Metric, RunSummary
from sekisho.report.canvas import Canvas
from sekisho.report.safe import printable
from sekisho.report.view import figure

SHOWN_CASES = 30
MARKS = {CaseState.FAILED: "✗", CaseState.UNRECORDED: "?", CaseState.INVALID: "!", CaseState.NOT_RUN: "-"}


def run_text(summary: RunSummary, *, width: int = 100) -> str:
    """Return the summary of a run as terminal text with ANSI styles."""
    canvas = Canvas(width)
    if summary.linted:
        _lint(canvas, summary)
    if any(summary.states.values()) or not summary.linted:
        _dialogues(canvas, summary)
    return canvas.text()


def _lint(canvas: Canvas, summary: RunSummary) -> None:
    count = len(summary.findings)
    canvas.line(f"{summary.linted} cases linted: {count or 'no'} finding{'s' * (count != 1)}", "bold")
    for finding in summary.findings:
        canvas.line(f"  {printable(finding, 300)}", "red" if finding.severity is Severity.ERROR else "yellow")


def _dialogues(canvas: Canvas, summary: RunSummary) -> None:
    counts = ", ".join(f"{count} {state}" for state, count in summary.states.items() if count)
    canvas.line(
        f"{summary.header.cases} cases of {', '.join(summary.header.suites)}: {counts or 'nothing ran'}", "bold"
    )
    canvas.table(("metric", "value", "95 %", "of"), [_row(metric) for metric in summary.metrics], right=(1, 2, 3))
    _coverage(canvas, summary.coverage)
    _not_passed(canvas, summary)
    if summary.missing:
        calls = ", ".join(f"{prompt} ({count})" for prompt, count in summary.missing.items())
        canvas.line(f"Not recorded: {calls}. Ask the model for them: sekisho eval --answers fill", "yellow")
    canvas.line(f"answers: {summary.header.answers}, {', '.join(summary.header.models) or '-'}", "dim")


def _row(metric: Metric) -> tuple[str, str, str, str]:
    interval = "-"
    if metric.low is not None and metric.high is not None:
        interval = f"{figure(metric.low, metric.unit)} – {figure(metric.high, metric.unit)}"
    size = "-" if metric.denominator is None else f"{metric.denominator:g}"
    return (metric.name, figure(metric.value, metric.unit), interval, size)


def _coverage(canvas: Canvas, coverage: Sequence[Coverage]) -> None:
    """Show what each suite reaches, a line for all subjects of a kind, then every gap."""
    for suite, what in dict.fromkeys((item.suite, item.what) for item in coverage):
        parts = [item for item in coverage if (item.suite, item.what) == (suite, what)]
        covered, total = sum(item.covered for item in parts), sum(item.total for item in parts)
        short = not all(item.reached for item in parts)
        canvas.line(f"{suite} reaches {covered} of {total} {what}", "yellow" if short else "")
        for item in parts:
            for name in item.missing:
                canvas.line(f"  - {printable(name, 160)}", "yellow" if not item.reached else "dim")


def _not_passed(canvas: Canvas, summary: RunSummary) -> None:
    if not summary.not_passed:
        return
    canvas.heading(f"Not passed ({len(summary.not_passed)})")
    rows = [
        (
            f"  {MARKS.get(case.state, ' ')} {printable(case.case, 60)}",
            "must pass" if case.must_pass else "",
            printable(case.reason, 160),
        )
        for case in summary.not_passed[:SHOWN_CASES]
    ]
    canvas.table(("", "", ""), rows)
    if len(summary.not_passed) > SHOWN_CASES:
        canvas.line(f"  … and {len(summary.not_passed) - SHOWN_CASES} more in the run file", "dim")
