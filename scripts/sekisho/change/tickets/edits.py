"""The tickets a change opens, edits or removes, and which of them speak for it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sekisho.change.tickets.lifecycle import DRAFT, OPEN
from sekisho.change.wording import shortened
from sekisho.model.facts import FileFacts
from sekisho.model.finding import Finding
from sekisho.model.kinds.ticket import TicketStatus
from sekisho.model.ref import Location

LONGEST = 300
"""Characters of a ticket's own words in a finding."""


class TicketEdit(NamedTuple):
    """One ticket's file on both sides of a change; None where there is none."""

    before: FileFacts | None
    after: FileFacts | None

    @property
    def opened(self) -> bool:
        """Whether the change brings the ticket."""
        return self.before is None


def edits_of(before: FileFacts | None, after: FileFacts | None) -> tuple[TicketEdit, ...]:
    """Return what happened to a ticket's file: its name is its number, so another name is another ticket."""
    if before is not None and after is not None and before.path != after.path:
        return TicketEdit(before, None), TicketEdit(None, after)
    return (TicketEdit(before, after),) if before or after else ()


def status_of(file: FileFacts | None) -> TicketStatus | None:
    """Return a ticket's status; None where there is no ticket or its shape is wrong."""
    return None if file is None or "status" not in file.details else TicketStatus(file.details["status"])


def said(file: FileFacts) -> Mapping[str, Any]:
    """Return what a ticket says as plain data; nothing where its shape is wrong."""
    found: Mapping[str, Any] = file.details.get("ticket", {})
    return found


def speaking(edits: Iterable[TicketEdit]) -> tuple[FileFacts, ...]:
    """Return the tickets that speak for the change, in path order.

    Those are the open ones it brings, rewrites, or takes out of draft. A ticket of another change whose status alone
    moves on says nothing about this one. One whose shape is wrong speaks, so that its findings are met.
    """
    found = [edit.after for edit in edits if edit.after is not None and _speaks(edit.before, edit.after)]
    return tuple(sorted(found, key=lambda file: file.path))


def _speaks(before: FileFacts | None, after: FileFacts) -> bool:
    status = status_of(after)
    if status is not None and status not in OPEN:
        return False
    if before is None or status is None or status_of(before) in {None, DRAFT}:
        return True
    return _without_status(before) != _without_status(after)


def _without_status(file: FileFacts) -> dict[str, Any]:
    return {key: value for key, value in said(file).items() if key != "status"}


def finding(
    file: FileFacts, rule: str, key: str, message: str, told: tuple[str | None, str | None] = (None, None)
) -> Finding:
    """Return a finding `change/ticket-<rule>` at a dotted key of a ticket; `told` is what was found and expected."""
    line, column = _place(file.details.get("places", {}), key)
    location = Location(path=file.path, line=line, column=column)
    found, expected = (None if text is None else shortened(text, LONGEST) for text in told)
    return Finding(rule=f"change/ticket-{rule}", location=location, message=message, found=found, expected=expected)


def _place(places: Mapping[str, Sequence[int]], key: str) -> tuple[int, int]:
    """A key that is not written stands where the one above it does."""
    while key and key not in places:
        key = key.rpartition(".")[0]
    line, column = places.get(key, (1, 1))
    return line, column
