"""Who has approved the head commit and who must still do so, the change ticket, and the checklist."""

from collections.abc import Iterator, Sequence

from sekisho.model.decision import (
    ApprovalState,
    ChecklistItem,
    Decision,
    DecisionReason,
    DecisionState,
    ItemState,
    OwnerGroup,
)
from sekisho.model.finding import Finding
from sekisho.report.comment.sections.verdict import DECISION_MARKS
from sekisho.report.comment.subject import Subject
from sekisho.report.decision_words import reason_words
from sekisho.report.markdown import bullets, markdown, markdown_code
from sekisho.report.tables import markdown_table
from sekisho.report.wording import named

APPROVAL_MARKS = {
    ApprovalState.APPROVED: "✓",
    ApprovalState.MISSING: "…",
    ApprovalState.OBJECTED: "✗",
    ApprovalState.UNKNOWN: "?",
}
ITEM_MARKS = {ItemState.DONE: "✓", ItemState.OPEN: "…", ItemState.FAILED: "✗", ItemState.NOT_NEEDED: "–"}
SHOWN_PATHS = 3
OWN_PLACE = frozenset({"approvals", "ticket", "checklist"})
"""Reasons that are shown where their evidence is, and not listed a second time."""


def approvals(subject: Subject) -> Iterator[str]:
    """Yield what the decision waits for, then a row for every group of owners, those that are missing first."""
    decision = subject.decision
    if decision is None:
        return
    table = subject.words
    open_ = [reason for reason in decision.reasons if reason.state is not DecisionState.GO]
    apart = [reason for reason in open_ if reason.id not in OWN_PLACE or not _has_place(decision, reason.id)]
    lines = subject.bounded([_reason(subject, decision, reason) for reason in apart])
    lines = lines if open_ else [table["nothing-open"]]
    yield f"### {table['approvals']}" + (f"\n\n{bullets(lines)}" if lines else "")
    if decision.groups:
        ordered = sorted(decision.groups, key=lambda group: group.state is ApprovalState.APPROVED)
        header = ("", table["owners"], table["approved-by"], table["because-of-rule"])
        rows = [_group(subject, group) for group in ordered[: subject.depth.listed]]
        rest = len(ordered) - len(rows)
        yield markdown_table(header, rows) + (f"\n\n{table['more'].format(count=rest)}" if rest > 0 else "")


def _reason(subject: Subject, decision: Decision, reason: DecisionReason) -> str:
    said, details = reason_words(reason, decision, subject.language)
    more = f" ({markdown(details, 400)})" if details else ""
    return f"{DECISION_MARKS[reason.state]} {markdown(said, 400)}{more}"


def _has_place(decision: Decision, reason: str) -> bool:
    """Say whether what a reason is about is shown in a table or section of its own."""
    return bool({"approvals": decision.groups, "ticket": decision.ticket, "checklist": decision.checklist}[reason])


def _group(subject: Subject, group: OwnerGroup) -> tuple[str, str, str, str]:
    """Return one row. Names stand in code: a report calls nobody."""
    table = subject.words
    need = f" ({table['need'].format(count=group.need)})" if group.need > 1 else ""
    said = [subject.codes(group.approved_by) or table[f"approval.{group.state}"]]
    said += [f"{table['stale']}: {subject.codes(group.stale)}"] if group.stale else []
    said += [f"{table['objecting']}: {subject.codes(group.objecting)}"] if group.objecting else []
    paths = [subject.links.file(path) for path in group.paths[:SHOWN_PATHS]]
    rest = max(group.path_count, len(group.paths)) - len(paths)
    paths += [table["n-more"].format(count=rest)] if rest > 0 else []
    because = f"{markdown_code(group.because)}: {', '.join(paths)}" if paths else markdown_code(group.because)
    return APPROVAL_MARKS[group.state], subject.codes(group.owners) + need, "; ".join(said), because


def ticket(subject: Subject) -> Iterator[str]:
    """Yield the change ticket, or why none is needed, and what is wrong with it."""
    standing = subject.decision.ticket if subject.decision else None
    if standing is None:
        return
    table = subject.words
    facts = [subject.links.file(standing.path)] if standing.path else []
    facts += [markdown(standing.title)] if standing.title else []
    status = markdown(named("status", standing.status, subject.language))
    facts += [f"{table['status']}: {status}"] if status else []
    facts += [f"{table['exempt']}: {markdown(standing.exempt, 300)}"] if standing.exempt else []
    head = f"{'✓' if standing.complete else '✗'} {' · '.join(facts) or table['no-ticket']}"
    lines = [_finding(subject, found) for found in standing.findings]
    yield f"### {table['ticket']}\n\n{head}" + (f"\n\n{bullets(subject.bounded(lines))}" if lines else "")


def _finding(subject: Subject, finding: Finding) -> str:
    place = subject.links.file(finding.location.path, finding.location.line)
    found = f": {markdown(finding.found, 200)}" if finding.found else ""
    return f"{place}: {markdown(finding.message, 300)}{found}"


def checklist(subject: Subject) -> Iterator[str]:
    """Yield one row for each item, with its evidence."""
    items: Sequence[ChecklistItem] = subject.decision.checklist if subject.decision else ()
    if items:
        table = subject.words
        rows = [_item(subject, item) for item in items[: subject.depth.listed]]
        yield f"### {table['checklist']}\n\n{markdown_table(('', table['item'], table['evidence']), rows)}"


def _item(subject: Subject, item: ChecklistItem) -> tuple[str, str, str]:
    name = named("item", item.id, subject.language)
    label = name if name != item.id else markdown_code(item.id)
    link = subject.links.evidence(item.link, subject.words["evidence-link"]) if item.link else ""
    return ITEM_MARKS[item.state], label, f"{markdown(item.evidence, 300)} {link}".rstrip()
