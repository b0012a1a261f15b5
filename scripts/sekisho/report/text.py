"""A gate's report for the terminal: the answer first, then what broke and why, then the figures."""

from sekisho.model.verdict import GateReport, Pairing, VerdictState
from sekisho.report.canvas import Canvas
from sekisho.report.headline import headline
from sekisho.report.plan import draw_plan
from sekisho.report.safe import printable
from sekisho.report.view import Dialogue, dialogues, metric_row, shown
from sekisho.report.wording import words

MARKS = {VerdictState.PASS: "✓", VerdictState.INCONCLUSIVE: "?", VerdictState.FAIL: "✗", VerdictState.ERROR: "!"}
STYLES = {
    VerdictState.PASS: "green",
    VerdictState.INCONCLUSIVE: "yellow",
    VerdictState.FAIL: "red",
    VerdictState.ERROR: "magenta",
}
SHOWN_CASES = 8
SHOWN_CHANGES = 12


def gate_text(report: GateReport, *, width: int = 100) -> str:
    """Return the report as terminal text with ANSI styles."""
    canvas = Canvas(width)
    _headline(canvas, report)
    _plan(canvas, report)
    _findings(canvas, report)
    _checks(canvas, report)
    _cases(canvas, report, Pairing.BROKEN, "broken")
    _cases(canvas, report, Pairing.FIXED, "fixed")
    _metrics(canvas, report)
    _answers(canvas, report)
    return canvas.text()


def _headline(canvas: Canvas, report: GateReport) -> None:
    state = report.verdict.state
    name, meaning = headline(state, report.language)
    canvas.line(f"{MARKS[state]} {name}: {meaning}", f"bold {STYLES[state]}")
    if report.plan:
        canvas.line(f"  {report.plan.change_set.base[:12]} → {report.plan.change_set.head[:12]}", "dim")


def _plan(canvas: Canvas, report: GateReport) -> None:
    if report.plan is None:
        return
    table = words(report.language)
    if not report.plan.change_set.types:
        canvas.line(table["no-changes"])
    draw_plan(canvas, report.plan, table, shown=SHOWN_CHANGES)


def _findings(canvas: Canvas, report: GateReport) -> None:
    if report.findings:
        canvas.heading(words(report.language)["findings"])
        for finding in report.findings[:20]:
            canvas.line(f"  {printable(finding, 300)}")


def _checks(canvas: Canvas, report: GateReport) -> None:
    canvas.heading(words(report.language)["why"])
    for check in report.verdict.checks:
        canvas.line(f"  {MARKS[check.state]} {check.id}: {printable(check.message, 600)}", STYLES[check.state])


def _cases(canvas: Canvas, report: GateReport, pairing: Pairing, key: str) -> None:
    found = dialogues(report, pairing)
    if not found:
        return
    table = words(report.language)
    canvas.heading(f"{table[key]} ({len(found)})")
    for dialogue in found[:SHOWN_CASES]:
        _case(canvas, report, dialogue)
    if len(found) > SHOWN_CASES:
        canvas.line("  " + table["more"].format(count=len(found) - SHOWN_CASES), "dim")


def _case(canvas: Canvas, report: GateReport, dialogue: Dialogue) -> None:
    table = words(report.language)
    pair = dialogue.pair
    badge = f"  [{table['must-pass']}]" if pair.must_pass else ""
    canvas.line(f"  {pair.case}{badge}  {printable(dialogue.title, 60)}", "bold")
    if pair.cause is None:
        return
    cause = pair.cause
    canvas.line(f"    {table['cause']} {cause.code}, {table['turn']} {cause.turn + 1}: {printable(cause.message, 160)}")
    check = next((check for check in dialogue.failed_checks if check.code == cause.code), None)
    if check is not None:
        expected, observed = printable(shown(check.expected), 80), printable(shown(check.observed), 80)
        canvas.line(f"    {check.field}: {table['expected']} {expected}, {table['observed']} {observed}")
    for number, before, after in dialogue.rounds:
        if number == cause.turn and before is not None and after is not None:
            canvas.line(f"    {table['user']:<10} {printable(after.user, 120)}", "dim")
            canvas.line(f"    {table['baseline']:<10} {printable(before.reply, 120)}", "dim")
            canvas.line(f"    {table['candidate']:<10} {printable(after.reply, 120)}", "dim")


def _metrics(canvas: Canvas, report: GateReport) -> None:
    if report.comparison is None or not report.comparison.metrics:
        return
    table = words(report.language)
    canvas.heading(table["metrics"])
    header = tuple(table[key] for key in ("metric", "baseline", "candidate", "difference", "margin"))
    canvas.table(header, [metric_row(metric) for metric in report.comparison.metrics], right=(1, 2, 3, 4))


def _answers(canvas: Canvas, report: GateReport) -> None:
    if report.candidate is not None:
        table = words(report.language)
        canvas.line(
            f"{table['answers']}: {report.candidate.answers}, {', '.join(report.candidate.models) or '-'}", "dim"
        )
    if report.reproduce:
        canvas.line(f"{words(report.language)['reproduce']}: {report.reproduce}", "dim")
