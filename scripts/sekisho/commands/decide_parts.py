"""What a decision takes from other commands: the ticket's standing, the checklist, and the evidence from GitHub."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from sekisho.commands.checklist import checklist_of
from sekisho.commands.ticketing import standing_of
from sekisho.model.decision import ChecklistItem, TicketStanding
from sekisho.model.pull import PullEvidence, PullRequest
from sekisho.model.verdict import GateReport

Standing = Callable[[Path, str, str], TicketStanding]
Items = Callable[[Path, GateReport | None, str, str], tuple[ChecklistItem, ...]]
Asked = Callable[[PullRequest], Iterable[str]]
"""The owners whose people must be known to decide about a pull request."""


class DecideParts(NamedTuple):
    """The functions of others; base and head are commits."""

    standing: Standing
    checklist: Items


PARTS = DecideParts(standing_of, checklist_of)


def from_github(event: Path, report: Path | None, owners_to_ask: Asked) -> tuple[PullEvidence, GateReport | None]:
    """Return the evidence about the pull request of an event, and the gate's report if it left one.

    The report comes from the file where one is given, else from the run of the required check. GitHub is asked with the
    tokens of the environment. Raises MissingExtraError without the extra `http`, and what the client raises.
    """
    from sekisho.adapters.github.event import read_event
    from sekisho.adapters.github.evidence import collect
    from sekisho.adapters.github.pulls import find_pull
    from sekisho.commands.github_client import open_client, open_team_client
    from sekisho.commands.github_gathered import gather

    read = read_event(event)
    with open_client(os.environ, None) as client, open_team_client(client, os.environ) as team_client:
        owners = tuple(owners_to_ask(find_pull(client, read).required()))
        evidence = collect(client, read, owners, team_client=team_client)
        return evidence, gather(client, read, report, None, os.environ).report
