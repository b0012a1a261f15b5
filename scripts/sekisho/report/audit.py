"""An audit's items as lines: findings first, then what could not be read, then what is fine."""

from sekisho.model.audit import AuditItem, AuditReport, AuditState
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
