"""What there is to say about the commit of an event: the gate's report if it holds, else why there is none to show.

A report is an artifact of a run that the change itself may have written: its size, shape, commit and verdict are held
against what GitHub says, and what does not agree is not shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from sekisho.adapters.files import read_bytes
from sekisho.adapters.github.artifacts import MAX_REPORT_BYTES, fetch_report
from sekisho.adapters.github.checks import gate_run
from sekisho.adapters.github.client import Client
from sekisho.adapters.github.event import Event, EventName
from sekisho.adapters.github.shapes import WorkflowRun
from sekisho.adapters.handed_over import read
from sekisho.errors import GitHubError, SourceError
from sekisho.model.decision import Decision
from sekisho.model.verdict import GateReport, VerdictState
from sekisho.text.comment_marks import RunOrder

MAX_DECISION_BYTES = 8 << 20
REPORT_FORMAT = "sekisho-gate/1"


class Run(NamedTuple):
    """A run of the gate. `conclusion` is "" where it has none yet; `id` is 0 where no run is known."""

    id: int
    attempt: int = 1
    conclusion: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """One of `report` and `trouble` is there; `decision` only where one was made."""

    event: Event
    run: Run
    order: RunOrder
    report: GateReport | None = None
    trouble: str = ""
    decision: Decision | None = None


def gather(
    client: Client,
    event: Event,
    report_file: Path | None,
    decision_file: Path | None,
    environment: Mapping[str, str],
) -> Gathered:
    """Return what there is to say about the head commit of `event`; without a file, the report is fetched.

    Raises GitHubError when GitHub does not answer, SourceError for a decision that is none or about another commit.
    """
    run = _gate_run(client, event, environment)
    report, trouble = _report(client, event, run, report_file)
    decision = _decision(decision_file, event.head)
    writer = environment.get("GITHUB_RUN_ID", "")
    decided_by = 0 if decision is None else int(writer) if writer.isdecimal() else 1
    return Gathered(event, run, RunOrder(run.id, run.attempt, decided_by), report, trouble, decision)


def _gate_run(client: Client, event: Event, environment: Mapping[str, str]) -> Run:
    """The event's own run if it is the gate's; the job's own, where it judges itself; else the one of the check."""
    ended = event.run
    if ended is not None and ended.is_gate:
        if event.action != "completed":
            raise GitHubError(f"the gate's run is {event.action or 'not over'}; there is nothing to report yet")
        return Run(ended.id, ended.attempt, ended.conclusion or "", ended.url)
    own, attempt = environment.get("GITHUB_RUN_ID", ""), environment.get("GITHUB_RUN_ATTEMPT", "1")
    if event.name in (EventName.PULL_REQUEST, EventName.MERGE_GROUP) and own.isdecimal() and attempt.isdecimal():
        server = environment.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/")
        return Run(int(own), int(attempt), "", f"{server}/{event.repository.full_name}/actions/runs/{own}")
    return _of_check(client, event)


def _of_check(client: Client, event: Event) -> Run:
    repository = event.repository.full_name
    check = gate_run(client, repository, event.head)
    if check.run is None:
        return Run(0)
    found = client.get(WorkflowRun, f"repos/{repository}/actions/runs/{check.run}")
    return Run(found.id, found.run_attempt, check.conclusion, found.html_url)


def _report(client: Client, event: Event, run: Run, file: Path | None) -> tuple[GateReport | None, str]:
    data, trouble = _data(client, event, run, file)
    if data is None:
        ended = f"; its run ended as {run.conclusion!r}" if run.conclusion not in ("", "success") else ""
        return None, trouble + ended
    try:
        report = GateReport.model_validate_json(data)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"][:4])
        return None, f"the gate's report is refused: it does not follow the schema, at {place or 'its beginning'}"
    trouble = _disagreement(report, event.head, run)
    return (None, trouble) if trouble else (report, "")


def _data(client: Client, event: Event, run: Run, file: Path | None) -> tuple[bytes | None, str]:
    if file is not None:
        if not file.is_file():
            return None, "the gate has left no report"
        data = read_bytes(file, MAX_REPORT_BYTES + 1)
        return (data, "") if len(data) <= MAX_REPORT_BYTES else (None, "the gate's report is refused: it is too large")
    if not run.id:
        return None, "the gate has not run for this commit"
    return fetch_report(client, event.repository.full_name, run.id)


def _disagreement(report: GateReport, head: str, run: Run) -> str:
    """Return how a report contradicts what GitHub says of its run; "" where it does not."""
    if report.format != REPORT_FORMAT:
        return f"the gate's report is refused: its format is not {REPORT_FORMAT}"
    passed = report.verdict.state is VerdictState.PASS
    about = report.plan.change_set.head if report.plan is not None else None
    if about != head and (about is not None or passed):
        return f"the gate's report is foreign: it is about {about or 'no commit'!r}, not about {head[:12]}"
    if passed and run.conclusion not in ("", "success"):
        return f"the gate's report says pass, and its run ended as {run.conclusion!r}"
    return ""


def _decision(file: Path | None, head: str) -> Decision | None:
    if file is None:
        return None
    decision = read(file, Decision, MAX_DECISION_BYTES)
    if decision.pull is not None and decision.pull.head != head:
        raise SourceError(f"{file} decides about another commit than the event's", hint="sekisho decide --event ...")
    return decision
