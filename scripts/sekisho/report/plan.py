"""A test plan for people: what changed and why it matters, what it touches, which suites it needs and for what."""

from collections.abc import Iterable, Mapping, Sequence

from sekisho.model.base import Language
from sekisho.model.change import Change, PlannedSuite, TestPlan
from sekisho.model.ref import CASES
from sekisho.report.canvas import Canvas
from sekisho.report.safe import printable
from sekisho.report.wording import words

SHOWN = 40
ROOT = "registry/"
CHANGE = ("type", "where", "reason")
SUITE = ("suite", "runs", "because")
Row = tuple[str, str, str]
Words = Mapping[str, str]


def plan_text(plan: TestPlan, *, width: int = 100) -> str:
    """Return the plan as terminal text with ANSI styles, in English."""
    canvas = Canvas(width)
    canvas.line(_headline(plan), "bold")
    draw_plan(canvas, plan, words(Language.EN), shown=SHOWN)
    for note in plan.notes:
        canvas.line(printable(note, 300))
    for finding in plan.change_set.findings:
        canvas.line(printable(finding, 1000), "red")
    return canvas.text()


def draw_plan(canvas: Canvas, plan: TestPlan, table: Words, *, shown: int) -> None:
    """Draw what changed (at most `shown` rows), what it touches and what must be tested, in the words of `table`."""
    rows = change_rows(plan.change_set.changes)
    if rows:
        canvas.heading(table["changes"])
        canvas.table(tuple(table[key] for key in CHANGE), [_printable(row) for row in rows[:shown]])
        if len(rows) > shown:
            canvas.line("  " + table["more"].format(count=len(rows) - shown), "dim")
    if plan.affected:
        canvas.heading(table["affected"])
        canvas.line("  " + printable(touched(plan, table), 2000))
    if plan.suites:
        canvas.heading(table["suites"])
        canvas.table(tuple(table[key] for key in SUITE), [_printable(suite_row(suite, table)) for suite in plan.suites])
    if plan.recommended:
        canvas.line(f"{table['recommended']}: {printable(', '.join(plan.recommended), 400)}")


def touched(plan: TestPlan, table: Words) -> str:
    """Return the affected things by name, and how many cases can meet them, in the words of `table`."""
    names = [str(ref) for ref in plan.affected if ref.kind not in CASES]
    cases = len(plan.affected) - len(names)
    more = [table["n-more"].format(count=len(names) - SHOWN)] if len(names) > SHOWN else []
    return ", ".join([*names[:SHOWN], *more, *([_cases(cases, table)] if cases else [])])


def _cases(count: int, table: Words) -> str:
    return table["one-case"] if count == 1 else table["n-cases"].format(count=count)


def _headline(plan: TestPlan) -> str:
    found = plan.change_set
    types = ", ".join(found.types) or "no behaviour change"
    return f"{found.base[:12]} → {found.head[:12]}: {types}"


def change_rows(changes: Sequence[Change]) -> list[Row]:
    """One row a change, those with a type first; files outside the registry are counted, not listed."""
    rows = [(str(change.type or "-"), _where(change), change.reason) for change in in_registry(changes)]
    return rows + outside_rows(changes)


def in_registry(changes: Iterable[Change]) -> list[Change]:
    """Return the changes of registry files, those with a type first."""
    inside = (change for change in changes if change.path.startswith(ROOT))
    return sorted(inside, key=lambda change: change.type is None)


def outside_rows(changes: Iterable[Change]) -> list[Row]:
    """Return one row a reason for the files outside the registry, which are counted."""
    counts: dict[str, list[str]] = {}
    for change in changes:
        if not change.path.startswith(ROOT):
            counts.setdefault(change.reason, []).append(change.path)
    return [
        ("-", paths[0] if len(paths) == 1 else f"{len(paths)} files ({paths[0]}, …)", reason)
        for reason, paths in counts.items()
    ]


def _where(change: Change) -> str:
    place = f"{change.path} {change.field}" if change.field else change.path
    return f"{place} (was {change.old_path})" if change.old_path and not change.field else place


def suite_row(suite: PlannedSuite, table: Words) -> Row:
    """Return a suite's name, what it runs and which change types ask for it, in the words of `table`."""
    runs = [] if suite.prompts or suite.linted else [_cases(len(suite.cases), table)]
    runs += [table["runs-prompts"].format(names=", ".join(suite.prompts))] if suite.prompts else []
    runs += [table["runs-linted"].format(count=len(suite.linted))] if suite.linted else []
    runs += [table["judged-by"].format(names=", ".join(suite.fields))] if suite.fields else []
    return suite.name, "; ".join(runs), ", ".join(suite.because)


def _printable(row: Row) -> Row:
    return printable(row[0]), printable(row[1], 160), printable(row[2], 300)
