"""When a change needs no ticket: it alters nothing that counts, or only typing errors the policy lets through."""

import unicodedata
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from sekisho.change.excerpt import LEFT_OUT
from sekisho.change.wording import BOUND
from sekisho.model.change import Change, ChangeSet, Operation
from sekisho.model.kinds.policy import ApprovalPolicy, TicketExemption
from sekisho.text.difference import steps

NEUTRAL = "nothing users meet and nothing that judges changes"


class Exempt(NamedTuple):
    """Why a change needs no ticket; where it needs one, what it is too much for ("" when no exemption was near)."""

    reason: str = ""
    exceeded: str = ""


def exempt(change_set: ChangeSet, policy: ApprovalPolicy | None) -> Exempt:
    """Return whether the base's policy lets the change go without a ticket. Without a policy every change needs one."""
    typed = [change for change in change_set.changes if change.type is not None]
    if not typed:
        return Exempt(NEUTRAL)
    exceeded = ""
    for exemption in policy.ticket.exempt if policy else ():
        if all(_concerns(exemption, change) for change in typed):
            why_not = next(_why_not(exemption, typed), "")
            if not why_not:
                return Exempt(exemption.reason)
            exceeded = exceeded or why_not
    return Exempt("", exceeded)


def _concerns(exemption: TicketExemption, change: Change) -> bool:
    return change.type in exemption.types and any(fnmatchcase(change.path, glob) for glob in exemption.paths)


def _why_not(exemption: TicketExemption, typed: Sequence[Change]) -> Iterator[str]:
    if len(typed) > exemption.max_edits:
        yield f"{len(typed)} edits where the exemption allows {exemption.max_edits}"
    for change in typed:
        where = f"{change.path} {change.field}".strip()
        before, after = change.before, change.after
        if change.operation is not Operation.CHANGED or not isinstance(before, str) or not isinstance(after, str):
            yield f"{where} is more than an edit of a text"
        elif _cut(before) or _cut(after):
            yield f"{where} is too long to see all that changes in it"
        elif (size := distance(before, after, exemption.max_characters)) > exemption.max_characters:
            yield f"more than {exemption.max_characters} characters of {where} change"
        elif size and figures(before) != figures(after):
            yield f"a figure changes in {where}"


def _cut(text: str) -> bool:
    """Whether a change may hold only a part of a long text; what is cut at an end says so by an ellipsis."""
    return len(text) > BOUND or text.startswith(LEFT_OUT) or text.endswith(LEFT_OUT)


def distance(before: str, after: str, bound: int) -> int:
    """Return how many characters an edit takes: of each run that is replaced, the longer side. Over `bound`: more."""
    size = removed = added = 0
    for step in steps(before, after, 2 * bound):
        if step.kind == "=":
            size, removed, added = size + max(removed, added), 0, 0
        elif step.kind == "-":
            removed += len(step.items)
        else:
            added += len(step.items)
    return size + max(removed, added)


def figures(text: str) -> list[float]:
    """Return the numeric characters of a text in order by their value: 4, ４ and 四 are the same."""
    found = (unicodedata.numeric(character, None) for character in text)
    return [value for value in found if value is not None]
