"""Why the verdict is what it is: the checks that did not pass, then those that did."""

from collections.abc import Iterator, Sequence

from sekisho.model.verdict import GateCheck, VerdictState
from sekisho.report.comment.subject import Subject
from sekisho.report.markdown import details, markdown
from sekisho.report.reasons import check_name, reason
from sekisho.report.tables import markdown_table
from sekisho.report.text import MARKS


def reasons(subject: Subject) -> Iterator[str]:
    """Yield one table of what decided; what passed is unfolded where something did not."""
    checks = subject.report.verdict.checks
    passed = [check for check in checks if check.state is VerdictState.PASS]
    open_ = [check for check in checks if check.state is not VerdictState.PASS]
    title = f"### {subject.words['why']}"
    if not open_:
        yield f"{title}\n\n{_grid(subject, passed)}"
        return
    yield f"{title}\n\n{_grid(subject, open_)}"
    if passed:
        yield details(subject.words["checks-passed"].format(count=len(passed)), _grid(subject, passed))


def _grid(subject: Subject, checks: Sequence[GateCheck]) -> str:
    table, language = subject.words, subject.language
    rows = [
        (MARKS[check.state], markdown(check_name(check, language)), markdown(reason(check, language), 600))
        for check in checks[: subject.depth.listed]
    ]
    rest = len(checks) - len(rows)
    grid = markdown_table(("", table["check"], table["reason"]), rows)
    return grid + (f"\n\n{table['more'].format(count=rest)}" if rest > 0 else "")
