"""A change with its tickets and the base's policies about them, and what a plan says of that in one line."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sekisho.change.tickets.edits import TicketEdit, speaking
from sekisho.change.tickets.exemption import exempt
from sekisho.model.change import ChangeSet
from sekisho.model.kinds.policy import ApprovalPolicy, ExperimentPolicy
from sekisho.model.ref import Ref

WRITE = "`sekisho ticket new` writes it"
NOTE = f"this change needs a ticket before it can go: {WRITE}, `sekisho ticket check` says what it lacks"


class TicketPolicies(NamedTuple):
    """The policies of the base that speak of tickets; None where it has none."""

    approvals: ApprovalPolicy | None = None
    experiment: ExperimentPolicy | None = None


class TicketCase(NamedTuple):
    """A change and its tickets. `numbers` are the ids of all tickets of the base."""

    change_set: ChangeSet
    affected: Sequence[Ref]
    edits: Sequence[TicketEdit]
    numbers: Collection[str]


def note(case: TicketCase, policies: TicketPolicies) -> tuple[str, ...]:
    """Return what a plan says of the ticket: that one is needed and missing, or why none is needed."""
    if speaking(case.edits) or not case.change_set.types:
        return ()
    freed = exempt(case.change_set, policies.approvals)
    return (f"no ticket needed: {freed.reason}",) if freed.reason else (NOTE,)
