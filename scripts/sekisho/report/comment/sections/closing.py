"""How to see the same on one's own machine."""

from collections.abc import Iterator

from sekisho.report.comment.subject import Subject
from sekisho.report.markdown import markdown_code


def reproduce(subject: Subject) -> Iterator[str]:
    """Yield the one command that judges the same change again."""
    if subject.report.reproduce:
        yield f"{subject.words['reproduce']}: {markdown_code(subject.report.reproduce, 500)}"
