"""What git knows about tickets: the releases one can go back to, and when a ticket's status changed."""

from collections.abc import Mapping

from sekisho.model.base import Bool, Frozen, Moment
from sekisho.model.kinds.ticket import Ticket, TicketStatus


class ReleaseTag(Frozen):
    """A release tag: the commit it leads to, and whether it carries a signature (which nobody has checked here)."""

    name: str
    commit: str
    signed: Bool = False


class GitFacts(Frozen):
    """What a rollback can aim at: release tags, newest first, and the commits that rollback targets name.

    `commits` maps a target as it is written to a commit id; a target that names no commit is not in it.
    """

    releases: tuple[ReleaseTag, ...] = ()
    commits: Mapping[str, str] = {}


class StatusChange(Frozen):
    """A commit that changed the status of a ticket: its author's name, and when they wrote it."""

    status: TicketStatus
    commit: str
    by: str
    at: Moment


class TicketEntry(Frozen):
    """A ticket and its life, oldest status first. `bounded` says that older commits were not looked at."""

    id: str
    path: str
    ticket: Ticket
    history: tuple[StatusChange, ...] = ()
    bounded: Bool = False


class TicketDraft(Frozen):
    """A ticket as far as a change tells, and why the tool proposes what it proposes.

    `why_risk` is the reason for the risk, `why_rollback` that for the target.
    """

    id: str
    ticket: Ticket
    why_risk: str
    why_rollback: str
