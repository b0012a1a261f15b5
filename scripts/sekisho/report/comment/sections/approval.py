"""Who has approved the head commit and who must still do so, the change ticket, and the checklist."""

from collections.abc import Iterator, Sequence

from sekisho.model.decision import ApprovalState, ChecklistItem, DecisionState, ItemState, OwnerGroup
from sekisho.report.comment.sections.verdict import DECISION_MARKS
from sekisho.report.comment.subject import Subject
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


def approvals(subject: Subject) -> Iterator[str]:
    """Yield what the decision waits for, then a row for every group of owners, those that are missing first."""
    decision = subject.decision
    if decision is None:
        return
    table = subject.words
    open_ = [reason for reason in decision.reasons if reason.state is not DecisionState.GO]
    lines = [f"{DECISION_MARKS[reason.state]} {markdown(reason.message, 400)}" for reason in open_]
    listed = bullets(subject.bounded(lines) if lines else [table["nothing-open"]])
    yield f"### {table['approvals']}\n\n{listed}"
    if decision.groups:
        ordered = sorted(decision.groups, key=lambda group: group.state is ApprovalState.APPROVED)
        header = ("", table["owners"], table["approved-by"], table["because-of-rule"])
        rows = [_group(subject, group) for group in ordered[: subject.depth.listed]]
        rest = len(ordered) - len(rows)
        yield markdown_table(header, rows) + (f"\n\n{table['more'].format(count=rest)}" if rest > 0 else "")


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
    lines = [_finding(subject, found.location.path, str(found.message)) for found in standing.findings]
    yield f"### {table['ticket']}\n\n{head}" + (f"\n\n{bullets(subject.bounded(lines))}" if lines else "")


def _finding(subject: Subject, path: str, message: str) -> str:
    return f"{subject.links.file(path)}: {markdown(message, 300)}"


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
