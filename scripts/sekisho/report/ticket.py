"""Tickets for people: one to write, one that was checked, all of them in a table."""

import json
from collections.abc import Iterable, Iterator, Sequence

from sekisho.model.decision import TicketStanding
from sekisho.model.ticketing import TicketDraft, TicketEntry
from sekisho.report.canvas import Canvas
from sekisho.report.findings import line
from sekisho.report.safe import printable

HEADER = ("ticket", "status", "since", "by", "types", "owner", "title")
SCHEMA = "# yaml-language-server: $schema=../../schemas/change.schema.json"


def ticket_yaml(draft: TicketDraft) -> str:
    """Return the file of a ticket, with the reasons for what was proposed beside it as comments."""
    ticket = draft.ticket
    lines = [
        SCHEMA,
        f"title: {_text(ticket.title)}",
        f"why: {_text(ticket.why)}",
        f"types: [{', '.join(ticket.types)}]",
        *_list("affected", ticket.affected),
        f"environments: [{', '.join(map(_text, ticket.environments))}]",
        f"# proposed: {_comment(draft.why_risk)}",
        f"risk: {ticket.risk}",
        "rollback:",
        f"  method: {ticket.rollback.method}",
        f"  # proposed: {_comment(draft.why_rollback)}",
        f"  target: {_text(ticket.rollback.target)}",
        "experiment:",
        f"  required: {str(ticket.experiment.required).lower()}",
        f"  reason: {_text(ticket.experiment.reason)}",
        f"status: {ticket.status}",
        f"owner: {_text(ticket.owner)}",
        *(_list("links", ticket.links) if ticket.links else []),
    ]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """A JSON string is a YAML string, whatever it holds; characters that reorder text are written as escapes."""
    plain = json.dumps(text, ensure_ascii=False)
    return plain if plain.isprintable() else json.dumps(text)


def _comment(text: str) -> str:
    return printable(text, 200)


def _list(key: str, items: Sequence[str]) -> Iterator[str]:
    if not items:
        yield f"{key}: []"
        return
    yield f"{key}:"
    yield from (f"  - {_text(item)}" for item in items)


def standing_text(standing: TicketStanding) -> str:
    """Return the findings one a line, and what they come to."""
    lines = [line(finding) for finding in standing.findings]
    count = len(standing.findings)
    if count:
        lines.append(f"{printable(standing.path) or 'no ticket'}: {count} finding{'s' * (count != 1)}")
    elif standing.path:
        title, status = printable(standing.title), printable(standing.status)
        lines.append(f"{printable(standing.path)} ({status}): {title}: complete")
    else:
        lines.append(f"no ticket needed: {printable(standing.exempt, 400)}")
    return "\n".join(lines) + "\n"


def tickets_text(entries: Iterable[TicketEntry], width: int) -> str:
    """Return the tickets as a table `width` columns wide."""
    rows = [tuple(printable(cell) for cell in _row(entry)) for entry in entries]
    if not rows:
        return "no tickets\n"
    canvas = Canvas(width)
    canvas.table(HEADER, rows, whole=(0, 1, 2))
    return canvas.text()


def _row(entry: TicketEntry) -> tuple[str, ...]:
    ticket, last = entry.ticket, entry.history[-1] if entry.history else None
    known = last is not None and last.status is ticket.status
    since = f"{last.at:%Y-%m-%d}" if last and known else "uncommitted"
    by = last.by if last and known else ""
    return entry.id, str(ticket.status), since, by, ", ".join(ticket.types), ticket.owner, ticket.title
