"""How far the figures can be trusted: what flips by itself, and what no case reaches."""

from collections.abc import Iterator

from sekisho.model.coverage import Coverage
from sekisho.report.comment.subject import Subject
from sekisho.report.markdown import bullets, details, markdown, markdown_code


def noise(subject: Subject) -> Iterator[str]:
    """Yield what the base against itself showed."""
    found = subject.report.comparison.noise if subject.report.comparison else None
    if found is not None:
        says = subject.words["noise-says"].format(count=len(found.unstable), cases=found.cases)
        yield details(subject.words["noise"], f"{says} {subject.codes(found.unstable)}".rstrip())


def coverage(subject: Subject) -> Iterator[str]:
    """Yield how much of what each suite must reach its cases do reach."""
    if subject.report.coverage:
        lines = [_line(subject, part) for part in subject.report.coverage]
        yield details(subject.words["coverage"], bullets(subject.bounded(lines)))


def _line(subject: Subject, part: Coverage) -> str:
    about = f" {markdown_code(part.subject)}" if part.subject else ""
    missing = f"; {subject.words['missing']}: {subject.codes(part.missing)}" if part.missing else ""
    return f"{markdown_code(part.suite)}{about}: {markdown(part.what)} {part.covered}/{part.total}{missing}"
