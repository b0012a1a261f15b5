"""`sekisho github status`: the commit status that says how the gate, or the decision about it, ended."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sekisho.adapters.github.client import Client
from sekisho.adapters.github.event import read_event
from sekisho.adapters.github.statuses import CommitStatus, put_status, target
from sekisho.commands.github_comment import Said
from sekisho.commands.github_gathered import Gathered, gather
from sekisho.model.decision import DecisionState
from sekisho.report.gate_status import status_of_decision, status_of_nothing, status_of_report

GATE, DECISION = "sekisho/gate", "sekisho/go-no-go"
JUDGED = frozenset({"pull_request", "pull_request_review", "merge_group"})


class StatusOptions(NamedTuple):
    """What the command line says. Without `report` it is fetched."""

    event: Path
    report: Path | None = None
    decision: Path | None = None
    dry_run: bool = False


def status(client: Client, options: StatusOptions, environment: Mapping[str, str]) -> Said:
    """Set the status of the event's commit, or say why there is none to set. Raises GitHubError as the comment does."""
    event = read_event(options.event)
    name = event.run.event if event.run is not None else event.name.value
    if name not in JUDGED:
        return Said("no status: the event is not about a change that was judged")
    wanted = status_for(gather(client, event, options.report, options.decision, environment))
    line = f"{wanted.context} is {wanted.state} on {event.head[:12]}"
    if options.dry_run:
        return Said(f"would set: {line}", f"{wanted.description}\n{wanted.target_url}\n")
    if put_status(client, event.repository.full_name, event.head, wanted):
        return Said(line)
    return Said(f"no status: a newer run has set {wanted.context} already")


def status_for(gathered: Gathered) -> CommitStatus:
    """Return the status of what was gathered: the decision's where there is one, else the gate's.

    A Go beside a report that is missing or refused was not made upon what stands there now, and is an error.
    """
    decision, report = gathered.decision, gathered.report
    context = GATE if decision is None else DECISION
    if decision is not None and not (report is None and decision.state is DecisionState.GO):
        state, line = status_of_decision(decision)
    elif report is not None:
        state, line = status_of_report(report)
    else:
        state, line = status_of_nothing(gathered.trouble)
    link = target(gathered.run.url, gathered.order) if gathered.run.url else ""
    return CommitStatus(context, state, line, link)
