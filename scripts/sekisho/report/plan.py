"""A test plan for people: what changed and why it matters, what it touches, which suites it needs and for what."""

from collections.abc import Iterable, Sequence

from sekisho.model.change import Change, PlannedSuite, TestPlan
from sekisho.model.ref import Kind
from sekisho.report.canvas import Canvas
from sekisho.report.safe import markdown, printable

SHOWN = 40
CASES = (Kind.GOLDEN, Kind.SCENARIO)
Row = tuple[str, str, str]


def plan_text(plan: TestPlan, *, width: int = 100) -> str:
    """Return the plan as terminal text with ANSI styles."""
    canvas = Canvas(width)
    canvas.line(_headline(plan), "bold")
    rows = _change_rows(plan.change_set.changes)
    if rows:
        canvas.heading("What changed")
        canvas.table(("type", "where", "why"), [_printable(row) for row in rows[:SHOWN]])
        _more(canvas, len(rows) - SHOWN)
    if plan.affected:
        canvas.heading("What it touches")
        canvas.line("  " + printable(touched(plan), 2000))
    if plan.suites:
        canvas.heading("What must be tested")
        canvas.table(("suite", "runs", "because of"), [_printable(_suite_row(suite)) for suite in plan.suites])
    if plan.recommended:
        canvas.line(f"Recommended next: {printable(', '.join(plan.recommended), 400)}")
    for note in plan.notes:
        canvas.line(printable(note, 300))
    for finding in plan.change_set.findings:
        canvas.line(printable(finding, 1000), "red")
    return canvas.text()


def plan_markdown(plan: TestPlan) -> str:
    """Return the plan as Markdown; text that comes from files is neutralised."""
    parts = [f"**{markdown(_headline(plan))}**"]
    rows = _change_rows(plan.change_set.changes)
    if rows:
        parts.append("### What changed\n\n" + _grid(("type", "where", "why"), rows[:SHOWN]))
        if len(rows) > SHOWN:
            parts.append(f"… and {len(rows) - SHOWN} more")
    if plan.affected:
        parts.append("### What it touches\n\n" + markdown(touched(plan), 2000))
    if plan.suites:
        grid = _grid(("suite", "runs", "because of"), [_suite_row(suite) for suite in plan.suites])
        parts.append("### What must be tested\n\n" + grid)
    if plan.recommended:
        parts.append(f"Recommended next: {markdown(', '.join(plan.recommended), 400)}")
    parts += [markdown(note, 300) for note in plan.notes]
    if plan.change_set.findings:
        parts.append("\n".join(f"- {markdown(finding, 1000)}" for finding in plan.change_set.findings))
    return "\n\n".join(parts) + "\n"


def touched(plan: TestPlan) -> str:
    """Return the affected things by name, and how many cases can meet them."""
    names = [str(ref) for ref in plan.affected if ref.kind not in CASES]
    cases = len(plan.affected) - len(names)
    shown = names[:SHOWN] + ([f"{len(names) - SHOWN} more"] if len(names) > SHOWN else [])
    return ", ".join(shown + ([f"{cases} case{'s' * (cases != 1)}"] if cases else []))


def _headline(plan: TestPlan) -> str:
    found = plan.change_set
    types = ", ".join(found.types) or "no behaviour change"
    return f"{found.base[:12]} → {found.head[:12]}: {types}"


def _change_rows(changes: Sequence[Change]) -> list[Row]:
    """One row a change, those with a type first; files outside the registry are counted, not listed."""
    inside = [change for change in changes if change.path.startswith("registry/")]
    ordered = sorted(inside, key=lambda change: change.type is None)
    rows = [(change.type or "-", _where(change), change.reason) for change in ordered]
    return rows + _outside_rows(change for change in changes if not change.path.startswith("registry/"))


def _outside_rows(changes: Iterable[Change]) -> list[Row]:
    counts: dict[str, list[str]] = {}
    for change in changes:
        counts.setdefault(change.reason, []).append(change.path)
    return [
        ("-", paths[0] if len(paths) == 1 else f"{len(paths)} files ({paths[0]}, …)", reason)
        for reason, paths in counts.items()
    ]


def _where(change: Change) -> str:
    place = f"{change.path} {change.field}" if change.field else change.path
    return f"{place} (was {change.old_path})" if change.old_path and not change.field else place


def _suite_row(suite: PlannedSuite) -> Row:
    runs = [f"{len(suite.cases)} case{'s' * (len(suite.cases) != 1)}"] if not suite.prompts else []
    runs += [f"prompts {', '.join(suite.prompts)}"] if suite.prompts else []
    runs += [f"judged by {', '.join(suite.fields)}"] if suite.fields else []
    return suite.name, "; ".join(runs), ", ".join(suite.because)


def _printable(row: Row) -> Row:
    return printable(row[0]), printable(row[1], 160), printable(row[2], 300)


def _more(canvas: Canvas, count: int) -> None:
    if count > 0:
        canvas.line(f"… and {count} more (--format json has all)", "dim")


def _grid(header: Row, rows: Iterable[Row]) -> str:
    cells = [
        header,
        ("---", "---", "---"),
        *((markdown(one), markdown(two), markdown(three, 300)) for one, two, three in rows),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)
