"""What a decision takes from other commands: the ticket's standing, the checklist, and the evidence from GitHub."""

import importlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from sekisho.commands.plan import plan
from sekisho.errors import MissingExtraError
from sekisho.model.decision import ChecklistItem, TicketStanding
from sekisho.model.pull import PullEvidence, PullRequest
from sekisho.model.ref import Kind
from sekisho.model.verdict import GateReport

Standing = Callable[[Path, str, str], TicketStanding]
Items = Callable[[Path, GateReport | None, str, str], tuple[ChecklistItem, ...]]
Asked = Callable[[PullRequest], Iterable[str]]
"""The owners whose people must be known to decide about a pull request."""


class DecideParts(NamedTuple):
    """The functions of others; base and head are commits."""

    standing: Standing
    checklist: Items


def _standing(root: Path, base: str, head: str) -> TicketStanding:
    """Return the standing of the ticket that rides with a change."""
    ticketing = _part("sekisho.commands.ticketing")
    if ticketing is not None:
        found: TicketStanding = ticketing.standing_of(root, base, head)
        return found
    changes = plan(root, base, head).change_set
    if not changes.types:
        return TicketStanding(exempt="nothing of the registry changes what users meet or how that is judged")
    tickets = [change.path for change in changes.changes if change.ref and change.ref.kind is Kind.CHANGE]
    findings = tuple(finding for finding in changes.findings if finding.rule.startswith("change/ticket-"))
    return TicketStanding(path=tickets[0] if tickets else "", findings=findings)


def _checklist(root: Path, report: GateReport | None, base: str, head: str) -> tuple[ChecklistItem, ...]:
    """Return the items of the release's checklist."""
    checklist = _part("sekisho.commands.checklist")
    if checklist is None:
        return ()
    items: tuple[ChecklistItem, ...] = checklist.checklist_of(root, report, base, head)
    return items


def _part(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is not None and module.startswith(error.name):
            return None
        raise


PARTS = DecideParts(_standing, _checklist)


def from_github(event: Path, report: Path | None, owners_to_ask: Asked) -> tuple[PullEvidence, GateReport | None]:
    """Return the evidence about the pull request of an event, and the gate's report if it left one.

    The report comes from the file where one is given, else from the run of the required check. GitHub is asked with the
    tokens of the environment. Raises MissingExtraError without the extra `http`, and what the client raises.
    """
    try:
        clients, events, pulls, collecting, gathering = map(importlib.import_module, GITHUB)
    except ModuleNotFoundError as error:
        raise MissingExtraError("http", "reading reviews from GitHub") from error
    with clients.open_client(os.environ, None) as client:
        read = events.read_event(event)
        owners = owners_to_ask(pulls.find_pull(client, read).required())
        with clients.open_team_client(client, os.environ) as team_client:
            evidence: PullEvidence = collecting.collect(client, read, owners, team_client=team_client)
        found: GateReport | None = gathering.gather(client, read, report, None, os.environ).report
    return evidence, found


GITHUB = (
    "sekisho.commands.github_client",
    "sekisho.adapters.github.event",
    "sekisho.adapters.github.pulls",
    "sekisho.adapters.github.evidence",
    "sekisho.commands.github_gathered",
)
