"""A gate's report for the terminal: the answer, then what broke and how, then why, then the figures."""

from collections.abc import Sequence

from sekisho.model.verdict import GateReport, MetricComparison, Pairing, VerdictState
from sekisho.report.canvas import Canvas
from sekisho.report.headline import headline
from sekisho.report.plan import draw_plan
from sekisho.report.reasons import check_name, reason
from sekisho.report.safe import printable
from sekisho.report.view import Dialogue, Dialogues, all_dialogues, causes, in_order, metric_row, segment_rows, shown
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
SHOWN_FINDINGS = 20
SHOWN_MISSING = 5


def gate_text(report: GateReport, *, width: int = 100) -> str:
    """Return the report as terminal text with ANSI styles, `width` columns wide (kept between 60 and 140)."""
    canvas = Canvas(width)
    found = all_dialogues(report)
    _headline(canvas, report)
    _findings(canvas, report)
    _cases(canvas, report, "broken", found[Pairing.BROKEN])
    _checks(canvas, report)
    _figures(canvas, report)
    _trust(canvas, report, found[Pairing.UNSTABLE])
    _listed(canvas, report, "fixed", found[Pairing.FIXED])
    _plan(canvas, report)
    _around(canvas, report)
    return canvas.text()


def _headline(canvas: Canvas, report: GateReport) -> None:
    state = report.verdict.state
    name, meaning = headline(state, report.language)
    canvas.line(f"{MARKS[state]} {name}: {meaning}", f"bold {STYLES[state]}")
    if report.plan:
        found = report.plan.change_set
        types = f"  ({', '.join(found.types)})" if found.types else ""
        canvas.line(f"  {found.base[:12]} → {found.head[:12]}{types}", "dim")


def _findings(canvas: Canvas, report: GateReport) -> None:
    table = words(report.language)
    if report.findings:
        canvas.heading(f"{table['findings']} ({len(report.findings)})")
    for finding in report.findings[:SHOWN_FINDINGS]:
        canvas.item("  ", printable(finding, 300))
    _more(canvas, report, len(report.findings) - SHOWN_FINDINGS)


def _cases(canvas: Canvas, report: GateReport, key: str, found: Dialogues) -> None:
    if not found:
        return
    by_cause = ", ".join(f"{code} {count}" for code, count in causes(found.pairs))
    canvas.heading(f"{words(report.language)[key]} ({len(found)})" + (f": {by_cause}" if by_cause else ""))
    for dialogue in found[:SHOWN_CASES]:
        _case(canvas, report, dialogue)
    _more(canvas, report, len(found) - SHOWN_CASES)


def _case(canvas: Canvas, report: GateReport, dialogue: Dialogue) -> None:
    table = words(report.language)
    pair = dialogue.pair
    badge = f"  [{table['must-pass']}]" if pair.must_pass else ""
    canvas.item("  ", f"{pair.case}{badge}  {printable(dialogue.title, 60)}", "bold")
    if pair.cause is None:
        canvas.item("    ", printable(pair.note or "-", 200))
        return
    canvas.item("    ", f"{pair.cause.code}, {_where(report, dialogue)}: {_what(report, dialogue)}")
    turn = pair.cause.turn if pair.diverged_turn is None else pair.diverged_turn
    for number, before, after in dialogue.rounds:
        if number == turn and before is not None and after is not None:
            spoken = (("user", after.user), ("baseline", before.reply), ("candidate", after.reply))
            for key, text in spoken:
                canvas.item(f"    {table[key]:<10} ", printable(text or "-", 160), "dim")


def _where(report: GateReport, dialogue: Dialogue) -> str:
    """Say in which turn the cause lies, and where the dialogues part if that is earlier."""
    table, pair = words(report.language), dialogue.pair
    cause = pair.cause
    place = f"{table['turn']} {cause.turn + 1}" if cause else ""
    if cause and pair.diverged_turn is not None and pair.diverged_turn != cause.turn:
        place += f" ({table['diverged'].format(turn=pair.diverged_turn + 1, stage=pair.diverged_stage)})"
    return place


def _what(report: GateReport, dialogue: Dialogue) -> str:
    table, check, cause = words(report.language), dialogue.decisive, dialogue.pair.cause
    if check is None:
        return printable(cause.message, 160) if cause else ""
    expected, observed = printable(shown(check.expected), 80), printable(shown(check.observed), 80)
    return f"{check.field}: {table['expected']} {expected}, {table['observed']} {observed}"


def _checks(canvas: Canvas, report: GateReport) -> None:
    canvas.heading(words(report.language)["why"])
    for check in report.verdict.checks:
        label = f"  {MARKS[check.state]} "
        said = f"{check_name(check, report.language)}: {reason(check, report.language)}"
        canvas.item(label, printable(said, 600), STYLES[check.state])


def _figures(canvas: Canvas, report: GateReport) -> None:
    if report.comparison is None:
        return
    table = words(report.language)
    metrics = in_order(report.comparison.metrics)
    header = tuple(table[key] for key in ("metric", "baseline", "candidate", "difference", "margin"))
    if metrics:
        canvas.heading(table["metrics"])
        canvas.table(header, [metric_row(one) for one in metrics], right=(1, 2, 3, 4), faint=_faint(metrics))
    if rows := segment_rows(report.comparison):
        canvas.heading(table["segments"])
        faint = _faint(in_order(report.comparison.segments))
        canvas.table((table["segment"], *header), rows, right=(2, 3, 4, 5), faint=faint)


def _faint(metrics: Sequence[MetricComparison]) -> set[int]:
    return {number for number, metric in enumerate(metrics) if not metric.blocking}


def _trust(canvas: Canvas, report: GateReport, unstable: Sequence[Dialogue]) -> None:
    """Draw how far the figures can be trusted: what flips by itself, and what no case reaches."""
    table = words(report.language)
    _listed(canvas, report, "unstable", unstable)
    noise = report.comparison.noise if report.comparison else None
    if noise is not None:
        canvas.heading(table["noise"])
        names = f" {_some(noise.unstable)}" if noise.unstable else ""
        canvas.item("  ", table["noise-says"].format(count=len(noise.unstable), cases=noise.cases) + names)
    if report.coverage:
        canvas.heading(table["coverage"])
    for part in report.coverage:
        missing = f"; {table['missing']}: {_some(part.missing)}" if part.missing else ""
        canvas.item("  ", f"{part.suite}: {part.what} {part.covered}/{part.total}{missing}")


def _some(names: Sequence[str]) -> str:
    more = ", …" if len(names) > SHOWN_MISSING else ""
    return printable(", ".join(names[:SHOWN_MISSING]), 300) + more


def _listed(canvas: Canvas, report: GateReport, key: str, found: Sequence[Dialogue]) -> None:
    if found:
        canvas.heading(f"{words(report.language)[key]} ({len(found)})")
    for dialogue in found[:SHOWN_CASES]:
        text = f"{dialogue.pair.case}  {printable(dialogue.title, 60)}"
        canvas.item("  ", f"{text}  {printable(dialogue.pair.note, 160)}".rstrip())
    _more(canvas, report, len(found) - SHOWN_CASES)


def _more(canvas: Canvas, report: GateReport, count: int) -> None:
    if count > 0:
        canvas.line("  " + words(report.language)["more"].format(count=count), "dim")


def _plan(canvas: Canvas, report: GateReport) -> None:
    if report.plan is None:
        return
    table = words(report.language)
    if not report.plan.change_set.types:
        canvas.line()
        canvas.line(table["no-changes"])
    draw_plan(canvas, report.plan, table, shown=SHOWN_CHANGES)


def _around(canvas: Canvas, report: GateReport) -> None:
    table = words(report.language)
    canvas.line()
    if report.candidate is not None:
        models = ", ".join(report.candidate.models) or "-"
        canvas.item(f"{table['answers']}: ", f"{report.candidate.answers}, {printable(models)}", "dim")
    if report.reproduce:
        canvas.item(f"{table['reproduce']}: ", report.reproduce, "dim")
