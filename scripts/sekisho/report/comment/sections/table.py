"""The sections of the comment in reading order, with what each is worth where there is not room for all."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sekisho.report.comment.sections.affected import affected_graph
from sekisho.report.comment.sections.approval import approvals, checklist, ticket
from sekisho.report.comment.sections.broken import broken
from sekisho.report.comment.sections.changes import changes, suites
from sekisho.report.comment.sections.closing import reproduce
from sekisho.report.comment.sections.cost import cost
from sekisho.report.comment.sections.listed import findings, fixed, not_run, unstable
from sekisho.report.comment.sections.metrics import information, metrics, segments
from sekisho.report.comment.sections.reasons import reasons
from sekisho.report.comment.sections.trust import coverage, noise
from sekisho.report.comment.sections.verdict import verdict
from sekisho.report.comment.subject import Subject


class Section(NamedTuple):
    """A section by the word that names it. Its first piece has `rank`, the others `rest`; 0 is never left out."""

    key: str
    rank: int
    rest: int
    build: Callable[[Subject], Iterator[str]]


SECTIONS = (
    Section("verdict", 0, 0, verdict),
    Section("approvals", 1, 2, approvals),
    Section("broken", 1, 5, broken),
    Section("why", 1, 6, reasons),
    Section("findings", 2, 2, findings),
    Section("metrics", 3, 3, metrics),
    Section("ticket", 2, 2, ticket),
    Section("checklist", 2, 2, checklist),
    Section("suites", 4, 4, suites),
    Section("changes", 5, 5, changes),
    Section("graph", 7, 7, affected_graph),
    Section("unstable", 6, 6, unstable),
    Section("fixed", 6, 6, fixed),
    Section("not-run", 4, 4, not_run),
    Section("segments", 6, 6, segments),
    Section("information", 8, 8, information),
    Section("noise", 7, 7, noise),
    Section("coverage", 7, 7, coverage),
    Section("cost-of-run", 3, 3, cost),
    Section("reproduce", 1, 1, reproduce),
)
