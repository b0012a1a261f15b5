"""Tickets between git and the pure rules: how a change stands with its ticket, a ticket for it, and the list of all."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sekisho.adapters.files import write_atomic
from sekisho.adapters.git import Repository
from sekisho.adapters.git_history import Touch, commit_of, commit_with_id, contents, history, topic
from sekisho.adapters.git_tags import releases
from sekisho.adapters.processes import uncollected
from sekisho.change.tickets.case import TicketCase
from sekisho.change.tickets.draft import Given, draft
from sekisho.change.tickets.edits import said, speaking
from sekisho.change.tickets.standing import standing
from sekisho.commands.plan import TICKETS, Examined, examine, start_of, ticket_policies
from sekisho.commands.source import load_kinds, open_repository
from sekisho.errors import UsageError
from sekisho.model.decision import TicketStanding
from sekisho.model.finding import Finding
from sekisho.model.kinds.ticket import Ticket, TicketStatus
from sekisho.model.ref import Kind
from sekisho.model.ticketing import GitFacts, StatusChange, TicketDraft, TicketEntry
from sekisho.registry.parse import parse_yaml
from sekisho.report.ticket import ticket_yaml

MOST_COMMITS = 5000
"""Commits to tickets that are looked at for the lives of all of them."""
LARGEST = 1 << 20
_STATUS_LINE = re.compile(rb"^status:[ \t]+([a-z_]+)[ \t]*$", re.MULTILINE)


def standing_of(root: Path, base: str | None, head: str | None, *, since: str | None = None) -> TicketStanding:
    """Return how the change from `base` (or where `head` left `since`) to `head` stands with its ticket.

    None as in `plan`. Raises SourceError and UsageError as `plan` does.
    """
    repository = open_repository(root)
    with uncollected():
        found = examine(repository, start_of(repository, base, since, head), head)
    return judged(repository, found)


def judged(repository: Repository, found: Examined) -> TicketStanding:
    """Return how a change that was read already stands with its ticket."""
    return standing(found.case, ticket_policies(found.policies), git_facts(repository, found.case))


def git_facts(repository: Repository, case: TicketCase) -> GitFacts:
    """Return the releases there are, and the commits the change's tickets would revert."""
    targets = {rollback["target"] for file in speaking(case.edits) if (rollback := said(file).get("rollback"))}
    commits = {target: commit_with_id(repository, target) for target in sorted(targets)}
    return GitFacts(
        releases=releases(repository), commits={target: commit for target, commit in commits.items() if commit}
    )


def new_ticket(
    root: Path, given: Given, base: str | None = None, *, since: str | None = None
) -> tuple[Path, TicketDraft]:
    """Write the ticket of the working tree's change, and return its path with what was proposed and why.

    Raises UsageError when a ticket speaks for the change already, or the change needs none.
    """
    repository = open_repository(root)
    found = examine(repository, start_of(repository, base, since, None), None)
    tickets = speaking(found.case.edits)
    if tickets:
        hint = "edit it; `sekisho ticket check` says what it lacks"
        raise UsageError(f"{tickets[0].path} speaks for this change already", hint=hint)
    if not found.case.change_set.types:
        raise UsageError("the change has no type, so it needs no ticket", hint="sekisho plan")
    proposed = propose(repository, found, given)
    path = repository.root / TICKETS / f"{proposed.id}.yaml"
    write_atomic(path, ticket_yaml(proposed).encode("utf-8"))
    return path, proposed


def propose(repository: Repository, found: Examined, given: Given) -> TicketDraft:
    """Return the draft for a change with types; its title is the only new commit's, where there is just one."""
    case = found.case
    environments = tuple(sorted(file.id for file in found.facts if file.kind is Kind.ENVIRONMENT))
    known = given.model_copy(
        update={
            "title": given.title or topic(repository, case.change_set.base),
            "environments": given.environments or environments or ("prod",),
        }
    )
    ids = sorted({*case.numbers, *(file.id for file in found.facts if file.kind is Kind.CHANGE)})
    reachable = releases(repository, case.change_set.base)
    return draft(case, ticket_policies(found.policies), reachable, ids, known)


class Tickets(NamedTuple):
    """The tickets that can be read, and what is wrong with those that cannot: they are in no list by status."""

    entries: tuple[TicketEntry, ...]
    unread: tuple[Finding, ...]


def tickets_of(root: Path, revision: str | None, statuses: Sequence[TicketStatus] = ()) -> Tickets:
    """Return the tickets of a revision (None: the working tree), newest number first, with their lives from git.

    `statuses` () means all. Raises SourceError as `load` does.
    """
    repository = open_repository(root)
    loaded = load_kinds(root, revision, {Kind.CHANGE})
    paths = {source.path: id_ for (_, id_), source in loaded.registry.sources.items()}
    lives, bounded = _lives(repository, revision or "HEAD")
    tickets = loaded.registry.changes
    entries = (
        TicketEntry(id=id_, path=path, ticket=tickets[id_], history=lives.get(path, ()), bounded=bounded)
        for path, id_ in paths.items()
    )
    wanted = (entry for entry in entries if not statuses or entry.ticket.status in statuses)
    listed = sorted(wanted, key=lambda entry: (len(entry.id), entry.id), reverse=True)
    unread = (found for found in loaded.findings if found.location.path not in paths)
    return Tickets(tuple(listed), tuple(unread))


def _lives(repository: Repository, revision: str) -> tuple[dict[str, tuple[StatusChange, ...]], bool]:
    if commit_of(repository, revision) is None:
        return {}, False
    found = history(repository, TICKETS, revision, MOST_COMMITS)
    lives: dict[str, list[StatusChange]] = {}
    oldest_first = found.touches[::-1]
    for touch, content in zip(oldest_first, contents(repository, oldest_first, LARGEST), strict=True):
        life = lives.setdefault(touch.path, [])
        life.extend(_change(touch, content, life))
    return {path: tuple(life) for path, life in lives.items()}, found.bounded or repository.is_shallow()


def _change(touch: Touch, content: bytes, life: Sequence[StatusChange]) -> Iterator[StatusChange]:
    """A commit counts when the status it leaves is another one; a file nobody can read has none."""
    status = _status(touch.path, content)
    if status is not None and (not life or life[-1].status is not status):
        yield StatusChange(status=status, commit=touch.commit, by=touch.by, at=touch.at)


def _status(path: str, content: bytes) -> TicketStatus | None:
    """Read one status. Where it stands on a line of its own nothing else can be meant; otherwise YAML is parsed."""
    lines = _STATUS_LINE.findall(content)
    if len(lines) == 1:
        written = lines[0].decode()
        return TicketStatus(written) if written in set(TicketStatus) else None
    document, _ = parse_yaml(path, content)
    data: Any = None if document is None else document.data
    if not isinstance(data, dict):
        return None
    written = data.get("status", Ticket.model_fields["status"].default)
    return TicketStatus(written) if written in set(TicketStatus) else None
