"""A judge's calibration and opinion for the terminal: the answer first, then the figures behind it."""

from collections.abc import Iterable, Sequence

from sekisho.model.judge import Agreement, Anchors, Calibration, CalibrationState, Judged, Opinion, Outcome, Proportion
from sekisho.report.canvas import Canvas
from sekisho.report.safe import printable

HEADLINES = {
    CalibrationState.PASSED: ("✓ calibrated: the judge reaches the policy's bar", "bold green"),
    CalibrationState.FAILED: ("✗ not calibrated: the judge does not reach the policy's bar", "bold red"),
    CalibrationState.INCONCLUSIVE: ("? not calibrated: it cannot be said whether the judge is", "bold yellow"),
}
SHOWN_PAIRS = 12


def calibration_text(found: Calibration, *, width: int = 100) -> str:
    """Return the figures of a calibration and why they do not reach the bar."""
    canvas = Canvas(width)
    canvas.line(*HEADLINES[found.state])
    for reason in found.shortfalls:
        canvas.line(f"  {reason}")
    _agreement(canvas, found.agreement)
    rows = [(f"{trap} traps", _share(figure)) for trap, figure in found.traps.items()]
    canvas.table(("", ""), [*rows, *_anchor_rows([found.anchors])])
    canvas.line(f"{found.labels} labelled pairs, rubric {found.rubric} {found.revision[:12]}, {found.model}", "dim")
    if found.missing:
        canvas.line("Ask the judge for missing answers: sekisho judge calibrate --answers fill", "yellow")
    return canvas.text()


def opinion_text(found: Opinion, reason: str, *, width: int = 100) -> str:
    """Return what a judge makes of two runs (`reason`, in a sentence), whether it can be trusted, and what is worse."""
    canvas = Canvas(width)
    known = found.calibration
    canvas.line(reason, "bold")
    canvas.line(f"{found.pairs} pairs of replies differ in {found.turns} turns; {found.pairs - found.left_out} judged")
    if known.state is not CalibrationState.PASSED:
        canvas.line(f"Not decisive, the judge is not calibrated: {'; '.join(known.shortfalls)}", "yellow")
    for sign in found.drift:
        canvas.line(f"The judge drifted: {sign}", "yellow")
    header = ("", "better", "tie", "worse", "position-biased", "no answer", "too long", "worse of decided", "p")
    rows = [
        (
            str(tally.language or "all"),
            *map(str, (tally.better, tally.tie, tally.worse, tally.biased, tally.missing, tally.too_long)),
            _share(tally.share_worse),
            f"{tally.p_worse:.3f}",
        )
        for tally in found.tallies
    ]
    canvas.table(header, rows, right=tuple(range(1, 9)))
    canvas.table(("", ""), _anchor_rows([known.anchors, *found.anchors]))
    _worse(canvas, [one for one in found.judged if one.outcome is Outcome.A])
    canvas.line(f"rubric {known.rubric} {known.revision[:12]}, {known.model}", "dim")
    return canvas.text()


def _agreement(canvas: Canvas, rows: Sequence[Agreement]) -> None:
    """Draw one column a language, so that figures and their intervals fit a line."""
    table = [
        ("agreement", *(_share(row.agreement) for row in rows)),
        ("Cohen's kappa", *map(_kappa, rows)),
        ("worse seen (TPR)", *(_share(row.tpr) for row in rows)),
        ("not worse seen (TNR)", *(_share(row.tnr) for row in rows)),
        ("position-biased", *(_share(row.biased) for row in rows)),
        ("  always first / second", *(f"{row.first} / {row.second}" for row in rows)),
    ]
    canvas.table(("", *(str(row.language or "all") for row in rows)), table, right=range(1, len(rows) + 1))


def _anchor_rows(rows: Iterable[Anchors]) -> list[tuple[str, str]]:
    missing = {True: "", False: ", {} without an answer"}
    return [
        (f"{row.source} anchors not a tie", _share(row.failures) + missing[not row.missing].format(row.missing))
        for row in rows
    ]


def _worse(canvas: Canvas, worse: Sequence[Judged]) -> None:
    if not worse:
        return
    canvas.heading(f"Found worse in both orders ({len(worse)})")
    for one in worse[:SHOWN_PAIRS]:
        canvas.line(f"  {printable(one.id)}")
        texts = (("user", one.user), ("baseline", one.a), ("candidate", one.b))
        canvas.table(("", "", ""), [("   ", name, printable(text, 300)) for name, text in texts])
    if len(worse) > SHOWN_PAIRS:
        canvas.line(f"  … and {len(worse) - SHOWN_PAIRS} more (--format json)", "dim")


def _kappa(row: Agreement) -> str:
    if row.kappa is None or row.kappa_low is None or row.kappa_high is None:
        return "-"
    return f"{row.kappa:.2f} [{row.kappa_low:.2f}, {row.kappa_high:.2f}]"


def _share(figure: Proportion) -> str:
    if figure.value is None:
        return "- of 0"
    return f"{figure.count}/{figure.total} {100 * figure.value:.0f} % [{100 * figure.low:.0f}, {100 * figure.high:.0f}]"
