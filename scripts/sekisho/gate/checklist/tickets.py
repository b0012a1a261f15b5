"""Item 1: the ticket is complete."""

from sekisho.gate.checklist.evidence import ReleaseEvidence
from sekisho.gate.checklist.words import say
from sekisho.model.decision import ChecklistItem, ItemState

WAITING = frozenset({"change/ticket-missing", "change/ticket-unfilled"})
"""What nobody has said yet is open; what was said and is wrong has failed."""


def ticket(evidence: ReleaseEvidence) -> ChecklistItem:
    """Return whether the ticket says all it must, or why none is needed."""
    standing = evidence.standing
    link = evidence.links.to(standing.path) if standing.path else ""
    if standing.findings:
        first = standing.findings[0]
        state = ItemState.OPEN if {found.rule for found in standing.findings} <= WAITING else ItemState.FAILED
        text = say(evidence.language, "ticket.wrong", count=len(standing.findings), first=first)
        place = evidence.links.to(first.location.path, first.location.line) if standing.path else ""
        return ChecklistItem(id="ticket", state=state, evidence=text, link=place)
    if standing.path:
        told = {"path": standing.path, "status": standing.status, "title": standing.title}
        text = say(evidence.language, "ticket.done", **told)
        return ChecklistItem(id="ticket", state=ItemState.DONE, evidence=text, link=link)
    if standing.exempt:
        text = say(evidence.language, "ticket.exempt", reason=standing.exempt)
        return ChecklistItem(id="ticket", state=ItemState.NOT_NEEDED, evidence=text)
    text = say(evidence.language, "back.unknown")
    return ChecklistItem(id="ticket", state=ItemState.OPEN, evidence=text)
