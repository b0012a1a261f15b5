"""An audit's items as lines: findings first, then what could not be read, then what is fine."""

from collections.abc import Iterator

from sekisho.model.audit import AuditItem, AuditReport, AuditState
from sekisho.report.annotations import ERROR, WARNING, Annotation, annotated
from sekisho.report.safe import printable

_MARKS = {AuditState.FINDING: "✗", AuditState.NOT_READABLE: "?", AuditState.OK: "✓"}


def audit_text(report: AuditReport) -> str:
    """Return one line an item, below a line that counts them."""
    found = {state: report.of(state) for state in _MARKS}
    count = f"{len(found[AuditState.FINDING])} finding(s), {len(found[AuditState.NOT_READABLE])} not readable"
    head = f"{printable(report.repository)}, branch {printable(report.branch)}: {count}"
    return "\n".join([head, *(_line(item) for items in found.values() for item in items)]) + "\n"


def _line(item: AuditItem) -> str:
    start = f"  {_MARKS[item.state]} {item.what}: "
    if item.state is AuditState.OK:
        return f"{start}{item.expected} [{item.id}]"
    return f"{start}found {printable(item.found, 500)}; expected {item.expected} [{item.id}]"


def audit_annotations(report: AuditReport) -> str:
    """Return workflow commands: an error for each finding, one warning that names all that could not be read."""
    return annotated(_annotations(report))


def _annotations(report: AuditReport) -> Iterator[Annotation]:
    for item in report.of(AuditState.FINDING):
        yield Annotation(ERROR, f"{item.what}: found {item.found}; expected {item.expected}", f"audit: {item.id}")
    unread = [item.id for item in report.of(AuditState.NOT_READABLE)]
    if unread:
        count = f"{len(unread)} of {len(report.items)} settings"
        message = f"the token may not read {count}, so nobody knows whether they hold: {', '.join(unread)}"
        yield Annotation(WARNING, message, "audit: not readable")
