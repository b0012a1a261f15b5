"""Annotations: workflow commands that GitHub shows beside the lines of a pull request.

GitHub shows ten errors and ten warnings of a step; what is beyond them is printed as text, and a notice counts it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from sekisho.report.safe import printable
from sekisho.text.workflow_command import command, inert

if TYPE_CHECKING:
    from sekisho.model.finding import Finding

SHOWN = 10
LONGEST = 1000
ERROR, WARNING = "error", "warning"
LEFT_OUT = "{count} more are in the log: GitHub shows {shown} of a kind for each step"


class Annotation(NamedTuple):
    """One error or warning; a place in a file where `path` is not empty, lines and columns counted from 1."""

    level: str
    message: str
    title: str = ""
    path: str = ""
    line: int = 0
    column: int = 0


def annotated(annotations: Iterable[Annotation], left_out: str = LEFT_OUT) -> str:
    """Return the lines for a workflow's log: commands, plain text for what GitHub would not show, then its count."""
    return "".join(f"{line}\n" for line in _lines(annotations, left_out))


def _lines(annotations: Iterable[Annotation], left_out: str) -> Iterator[str]:
    counts = {ERROR: 0, WARNING: 0}
    for one in annotations:
        counts[one.level] += 1
        yield _command(one) if counts[one.level] <= SHOWN else _text(one)
    rest = sum(max(count - SHOWN, 0) for count in counts.values())
    if rest:
        yield command("notice", left_out.format(count=rest, shown=SHOWN))


def _command(one: Annotation) -> str:
    place: Mapping[str, str | int] = {"file": printable(one.path, LONGEST), "line": one.line, "col": one.column}
    title = {"title": printable(one.title, LONGEST)} if one.title else {}
    return command(one.level, printable(one.message, LONGEST), **(place if one.path else {}), **title)


def _text(one: Annotation) -> str:
    place = f"{one.path}:{one.line}:{one.column}: " if one.path else ""
    return inert(printable(f"{one.level}: {place}{one.message} [{one.title}]", LONGEST))


def of_finding(finding: "Finding") -> Annotation:
    """Return the annotation of one finding, at its line."""
    place, parts = finding.location, [finding.message]
    parts += [f"found {finding.found}"] if finding.found is not None else []
    parts += [f"expected {finding.expected}"] if finding.expected is not None else []
    return Annotation(finding.severity.value, ", ".join(parts), finding.rule, place.path, place.line, place.column)
