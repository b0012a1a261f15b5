"""Sections in order, the least important left out whole where not all of them fit, and named at the end."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sekisho.model.decision import Decision
from sekisho.model.verdict import GateReport
from sekisho.report.comment.links import CommentLinks
from sekisho.report.comment.marker import MARKER
from sekisho.report.comment.sections.table import SECTIONS
from sekisho.report.comment.subject import Depth, Subject

LIMIT = 60_000
"""Characters; GitHub takes 65,536."""
SUMMARY_LIMIT = 1_000_000
"""Bytes; GitHub takes 1 MiB for the summary of a step."""
COMMENT = Depth(dialogues=20, listed=50, names=12)
SUMMARY = Depth(dialogues=200, listed=500, names=100)
NOWHERE = CommentLinks()
GAP = "\n\n"

Size = Callable[[str], int]


class Part(NamedTuple):
    """A piece that is kept or left out as a whole; one that `follows` does so only after its section's first."""

    section: int
    key: str
    rank: int
    follows: bool
    text: str


def gate_comment(
    report: GateReport, decision: Decision | None = None, *, limit: int = LIMIT, links: CommentLinks = NOWHERE
) -> str:
    """Return the comment on a pull request, at most `limit` characters, beginning with its marker.

    Text of others is neutralised. What does not fit is left out by whole sections and named; the verdict never is.
    """
    subject = Subject(report, decision, links, COMMENT)
    return f"{MARKER}\n{_composed(subject, limit - len(MARKER) - 1, len)}"


def gate_summary(
    report: GateReport, decision: Decision | None = None, *, limit: int = SUMMARY_LIMIT, links: CommentLinks = NOWHERE
) -> str:
    """Return the same sections for the summary of a workflow's job, in at most `limit` bytes of UTF-8."""
    return _composed(Subject(report, decision, links, SUMMARY), limit, _bytes)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8"))


def _composed(subject: Subject, limit: int, size: Size) -> str:
    parts = list(_parts(subject))
    kept = _kept(subject, parts, limit, size)
    texts = [part.text for number, part in enumerate(parts) if number in kept]
    left_out = dict.fromkeys(subject.words[part.key] for number, part in enumerate(parts) if number not in kept)
    return GAP.join([*texts, *([_notice(subject, left_out)] if left_out else [])]) + "\n"


def _parts(subject: Subject) -> Iterator[Part]:
    for number, section in enumerate(SECTIONS):
        for place, text in enumerate(section.build(subject)):
            yield Part(number, section.key, section.rest if place else section.rank, place > 0, text)


def _kept(subject: Subject, parts: list[Part], limit: int, size: Size) -> set[int]:
    """Return the places of the parts that fit, taken by rank and then in order."""
    if sum(size(part.text) + len(GAP) for part in parts) <= limit:
        return set(range(len(parts)))
    room = limit - size(_notice(subject, dict.fromkeys(subject.words[part.key] for part in parts))) - len(GAP)
    kept: set[int] = set()
    begun: set[int] = set()
    for number in sorted(range(len(parts)), key=lambda number: parts[number].rank):
        part = parts[number]
        needed = size(part.text) + len(GAP)
        if part.rank == 0 or (needed <= room and (not part.follows or part.section in begun)):
            kept.add(number)
            begun.add(part.section)
            room -= needed
    return kept


def _notice(subject: Subject, names: dict[str, None]) -> str:
    return f"_{subject.words['cut']}: {', '.join(names)}; {subject.words['cut-where']}._"
