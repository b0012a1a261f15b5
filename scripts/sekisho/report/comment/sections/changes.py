"""What changed and which type that makes it; which suites the types ask for."""

from collections.abc import Iterator

from sekisho.model.change import Change
from sekisho.report.comment.subject import Subject
from sekisho.report.markdown import details, markdown, markdown_code
from sekisho.report.plan import in_registry, outside_rows, suite_row
from sekisho.report.tables import markdown_table
from sekisho.report.wording import named

OPEN = 6
"""So many changes are shown at once; more of them are unfolded."""


def suites(subject: Subject) -> Iterator[str]:
    """Yield what had to be tested, each suite with the change types that ask for it."""
    plan, table = subject.report.plan, subject.words
    if plan is None or not plan.suites:
        return
    rows = []
    for suite in plan.suites[: subject.depth.listed]:
        name, runs, _ = suite_row(suite, table)
        kinds = ", ".join(named("type", kind, subject.language) for kind in suite.because)
        rows.append((markdown_code(name), markdown(runs, 300), kinds))
    yield f"### {table['suites']}\n\n{markdown_table((table['suite'], table['runs'], table['because']), rows)}"


def changes(subject: Subject) -> Iterator[str]:
    """Yield every change with its type and the reason for it, those with a type first."""
    plan, table = subject.report.plan, subject.words
    if plan is None or not plan.change_set.changes:
        return
    found = plan.change_set.changes
    rows = [_row(subject, change) for change in in_registry(found)]
    rows += [(mark, markdown(where, 160), markdown(reason, 300)) for mark, where, reason in outside_rows(found)]
    rest = len(rows) - subject.depth.listed
    header = (table["type"], table["where"], table["reason"])
    grid = markdown_table(header, rows[: subject.depth.listed])
    grid += f"\n\n{table['more'].format(count=rest)}" if rest > 0 else ""
    title = f"{table['changes']} ({len(rows)})"
    yield details(title, grid) if len(rows) > OPEN else f"### {title}\n\n{grid}"


def _row(subject: Subject, change: Change) -> tuple[str, str, str]:
    kind = named("type", change.type, subject.language) if change.type else "–"
    where = subject.links.file(change.path)
    where += f" {markdown_code(change.field)}" if change.field else ""
    if change.old_path and not change.field:
        where += f" ({subject.words['was']} {markdown_code(change.old_path)})"
    return kind, where, markdown(change.reason, 300)
