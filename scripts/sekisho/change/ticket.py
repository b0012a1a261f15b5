"""The ticket that rides with a change must own up to it: every change type, and every workflow node it touches.

Only tickets that the change itself opens or edits count, and only while they are open; a closed one is history.
"""

from collections.abc import Iterable, Iterator, Sequence

from sekisho.model.change import ChangeSet
from sekisho.model.facts import Facts
from sekisho.model.finding import Finding
from sekisho.model.ref import Kind, Location, Ref

OPEN = ("draft", "gated", "staging", "canary")
SHOWN = 5


def with_ticket(change_set: ChangeSet, affected: Sequence[Ref], facts: Iterable[Facts]) -> ChangeSet:
    """Return the change set with what its open tickets leave out as findings; `facts` are the head's."""
    paths = {change.path for change in change_set.changes if change.ref and change.ref.kind is Kind.CHANGE}
    tickets = [file for file in facts if file.path in paths and file.details.get("status") in OPEN]
    if not tickets or not change_set.types:
        return change_set
    found = tuple(_left_out(change_set, affected, tickets))
    return change_set.model_copy(update={"findings": (*change_set.findings, *found)})


def _left_out(change_set: ChangeSet, affected: Sequence[Ref], tickets: Sequence[Facts]) -> Iterator[Finding]:
    types = _stated(tickets, "types")
    if missing := [str(kind) for kind in change_set.types if kind not in types]:
        yield _finding("types", tickets[0], "the ticket leaves out change types", missing, types)
    names = _stated(tickets, "affected")
    nodes = [ref for ref in affected if ref.kind is Kind.WORKFLOW]
    if names and (missing := [str(ref) for ref in nodes if str(ref) not in names and _workflow(ref) not in names]):
        yield _finding("affected", tickets[0], "the ticket leaves out what the change touches", missing, names)


def _stated(tickets: Sequence[Facts], key: str) -> list[str]:
    return [str(value) for ticket in tickets for value in ticket.details.get(key, ())]


def _workflow(ref: Ref) -> str:
    """A ticket that names the whole workflow names its nodes."""
    return str(Ref(kind=ref.kind, id=ref.id))


def _finding(rule: str, ticket: Facts, message: str, missing: Sequence[str], stated: Sequence[str]) -> Finding:
    more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
    return Finding(
        rule=f"change/ticket-{rule}",
        location=Location(path=ticket.path),
        message=message,
        found=f"only {', '.join(stated)}",
        expected=f"also {', '.join(missing[:SHOWN])}{more}",
    )
