"""A ticket's life: which status may follow which. The commit that changes the status is the record of who and when."""

from collections.abc import Collection, Mapping

from sekisho.model.change import ChangeType
from sekisho.model.kinds.ticket import TicketStatus

DRAFT, GATED, STAGING, CANARY, ROLLED_OUT, CLOSED, ROLLED_BACK = TicketStatus

FOLLOWERS: Mapping[TicketStatus, tuple[TicketStatus, ...]] = {
    DRAFT: (GATED,),
    GATED: (STAGING, DRAFT),
    STAGING: (CANARY, ROLLED_BACK),
    CANARY: (ROLLED_OUT, ROLLED_BACK),
    ROLLED_OUT: (CLOSED, ROLLED_BACK),
    CLOSED: (),
    ROLLED_BACK: (),
}
FIRST = (DRAFT, GATED)
"""What a ticket may begin as."""
OPEN = frozenset({DRAFT, GATED, STAGING, CANARY})
"""While a ticket is open it speaks for the change it rides with; afterwards it is history."""


def followers(status: TicketStatus | None, types: Collection[str]) -> tuple[TicketStatus, ...]:
    """Return what may follow `status` (None: there was no ticket) of a ticket about changes of these types.

    What changes the evaluation only is never rolled out, so its ticket is closed after the gate.
    """
    if status is None:
        return FIRST
    short = (CLOSED,) if status is GATED and set(types) == {ChangeType.EVALUATION} else ()
    return (*FOLLOWERS[status], *short)
