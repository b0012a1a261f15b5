"""A ticket and the change it rides with say the same: the types, the nodes, the next number, the next status.

Too little and too much are both wrong: what a ticket leaves out nobody weighed, and what it adds hides what is small.
"""

from collections.abc import Collection, Iterator, Sequence

from sekisho.change.tickets.edits import TicketEdit, finding, said, speaking, status_of
from sekisho.change.tickets.lifecycle import DRAFT, followers
from sekisho.model.change import ChangeSet
from sekisho.model.facts import FileFacts
from sekisho.model.finding import Finding
from sekisho.model.ref import Kind, Location, Ref

SHOWN = 5


def agreement(
    change_set: ChangeSet, affected: Sequence[Ref], edits: Sequence[TicketEdit], numbers: Collection[str]
) -> tuple[Finding, ...]:
    """Return where tickets and the change contradict each other; `numbers` are the ids of all tickets of the base.

    Several tickets in one change speak together. Without typed changes only numbers and status are judged.
    """
    found = [*_numbers(edits, numbers), *(found for edit in edits for found in _life(edit, numbers))]
    tickets = [file for file in speaking(edits) if said(file)]
    if tickets and change_set.types:
        found += [*_types(change_set, tickets), *_affected(affected, tickets)]
    return tuple(sorted(found, key=lambda item: item.order))


def _numbers(edits: Sequence[TicketEdit], numbers: Collection[str]) -> Iterator[Finding]:
    """New tickets are numbered on from the base's highest; a base without any has no say."""
    opened = [edit.after for edit in edits if edit.opened and edit.after is not None]
    expected = number_after(numbers)
    for file in sorted(opened if numbers else [], key=lambda file: _number(file.id)):
        if file.id != expected:
            yield finding(file, "number", "", "a new ticket takes the next number", (file.id, expected))
            return
        expected = number_after([file.id])


def number_after(numbers: Collection[str]) -> str:
    """Return the id that follows the highest of these ticket ids."""
    return f"CHG-{max((_number(id_) for id_ in numbers), default=0) + 1:04d}"


def _number(id_: str) -> int:
    digits = id_.removeprefix("CHG-")
    return int(digits) if digits.isdecimal() else 0


def _life(edit: TicketEdit, numbers: Collection[str]) -> Iterator[Finding]:
    before, after = status_of(edit.before), status_of(edit.after)
    if edit.after is None:
        if edit.before is not None and before is not DRAFT:
            place = Location(path=edit.before.path)
            yield Finding(
                rule="change/ticket-removed",
                location=place,
                message="a ticket that has left draft is a record and stays",
                found="removed",
            )
        return
    brought_along = edit.before is None and not numbers
    unreadable = edit.before is not None and before is None
    if after is None or after is before or brought_along or unreadable:
        return
    allowed = followers(before, edit.after.details["types"])
    if after not in allowed:
        message = "a ticket begins as a draft" if before is None else f"a ticket that is {before} cannot become that"
        expected = " or ".join(allowed) or f"it stays {before}"
        yield finding(edit.after, "status", "status", message, (after, expected))


def _types(change_set: ChangeSet, tickets: Sequence[FileFacts]) -> Iterator[Finding]:
    stated = _stated(tickets, "types")
    detected = [str(kind) for kind in change_set.types]
    if missing := [kind for kind in detected if kind not in stated]:
        message = "the ticket leaves out change types"
        yield finding(tickets[0], "types", "types", message, (f"only {_listed(stated)}", f"also {_listed(missing)}"))
    for file in tickets:
        for index, kind in enumerate(file.details["types"]):
            if kind not in detected:
                message = "the ticket names a type the change does not have"
                yield finding(file, "extra-types", f"types.{index}", message, (kind, _listed(detected)))


def _affected(affected: Sequence[Ref], tickets: Sequence[FileFacts]) -> Iterator[Finding]:
    names = _stated(tickets, "affected")
    nodes = [ref for ref in affected if ref.kind is Kind.WORKFLOW]
    if missing := [str(ref) for ref in nodes if str(ref) not in names and whole(ref) not in names]:
        message = "the ticket leaves out what the change touches"
        told = (f"only {_listed(names)}" if names else "nothing", f"also {_listed(missing)}")
        yield finding(tickets[0], "affected", "affected", message, told)
    touched = {str(ref) for ref in affected} | {whole(ref) for ref in nodes}
    entire = {str(ref) for ref in nodes if ref.node is None}
    for file in tickets:
        for index, name in enumerate(file.details["affected"]):
            if name not in touched and name.partition("#")[0] not in entire:
                message = "the ticket names what the change does not touch"
                yield finding(file, "extra-affected", f"affected.{index}", message, (name, None))


def whole(ref: Ref) -> str:
    """Return the name of the workflow a node is in: a ticket that names it names its nodes."""
    return str(Ref(kind=ref.kind, id=ref.id))


def _stated(tickets: Sequence[FileFacts], key: str) -> list[str]:
    return list(dict.fromkeys(str(value) for ticket in tickets for value in ticket.details[key]))


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
