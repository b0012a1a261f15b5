"""Which six items there are, in the order a release is looked at."""

from collections.abc import Callable

from sekisho.gate.checklist.evidence import ReleaseEvidence
from sekisho.gate.checklist.release import canary, rollback
from sekisho.gate.checklist.runs import golden, logs, scenarios
from sekisho.gate.checklist.tickets import ticket
from sekisho.model.decision import ChecklistItem

ITEMS: tuple[Callable[[ReleaseEvidence], ChecklistItem], ...] = (ticket, golden, scenarios, logs, canary, rollback)


def checklist(evidence: ReleaseEvidence) -> tuple[ChecklistItem, ...]:
    """Return the six items. One that its evidence does not show is open or failed, never done."""
    return tuple(item(evidence) for item in ITEMS)
