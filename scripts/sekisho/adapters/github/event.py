"""The event that woke a workflow, as GitHub wrote it to a file: read with a bound, typed, and believed only so far.

GitHub vouches for ids and commits; names of branches and titles are their author's words.
"""

import json
from enum import StrEnum
from pathlib import Path

from pydantic import Field, ValidationError

from sekisho.adapters.files import read_bytes
from sekisho.adapters.github.shapes import Commit, LongText, Name, Repository, Shape
from sekisho.errors import GitHubError
from sekisho.model.base import Json
from sekisho.text.one_line import one_line

MAX_BYTES = 25 << 20
"""GitHub sends no larger event."""
GATE_WORKFLOW = ".github/workflows/pr-gate.yml"


class EventName(StrEnum):
    """The events that are understood."""

    PULL_REQUEST = "pull_request"
    REVIEW = "pull_request_review"
    MERGE_GROUP = "merge_group"
    WORKFLOW_RUN = "workflow_run"
    PUSH = "push"


class RunPull(Shape):
    """A pull request a run is about, as far as an event tells it."""

    class End(Shape):
        """Its base or head."""

        class Place(Shape):
            """A repository by its number."""

            id: int

        sha: Commit
        repo: Place

    number: int
    base: End


class Run(Shape):
    """The run that has ended; `path` is the file of its workflow, whose name anybody may give to another file."""

    id: int = Field(ge=1)
    attempt: int = Field(ge=1, default=1, alias="run_attempt")
    event: Name
    path: Name = ""
    conclusion: Name | None
    url: Name = Field(alias="html_url")
    head_sha: Commit
    head_branch: Name | None
    head_repository: Repository | None
    pull_requests: tuple[RunPull, ...] = Field(default=(), strict=False)

    @property
    def is_gate(self) -> bool:
        """Whether this is a run of the gate's workflow, not of one that calls itself so."""
        return self.path.partition("@")[0] == GATE_WORKFLOW


class Event(Shape):
    """What happened, in which repository, to which commit; `number` is a pull request's where the event is one's."""

    name: EventName
    repository: Repository
    head: Commit
    action: Name = ""
    number: int | None = None
    run: Run | None = None


class _PullEvent(Shape):
    class Request(Shape):
        class Head(Shape):
            sha: Commit

        number: int
        title: LongText
        head: Head

    action: Name
    pull_request: Request
    repository: Repository


class _GroupEvent(Shape):
    class Group(Shape):
        head_sha: Commit

    action: Name
    merge_group: Group
    repository: Repository


class _RunEvent(Shape):
    action: Name
    workflow_run: Run
    repository: Repository


class _PushEvent(Shape):
    after: Commit
    repository: Repository


def read_event(path: Path) -> Event:
    """Return the event in the file at `path`. Raises GitHubError when there is none that is understood."""
    data = read_bytes(path, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise GitHubError(f"the event in {path} has more than {MAX_BYTES} bytes")
    try:
        return event_in(json.loads(data))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise GitHubError(f"the event in {path} is not as GitHub writes it: {place}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise GitHubError(f"the event in {path} is not JSON: {one_line(error, 80)}", hint=_HINT) from error


_HINT = "--event $GITHUB_EVENT_PATH"


def event_in(value: Json) -> Event:
    """Return the event a payload is, known by what it holds. Raises ValidationError, or GitHubError for another one."""
    keys = set(value) if isinstance(value, dict) else set()
    if "workflow_run" in keys:
        ended = _RunEvent.model_validate(value)
        run = ended.workflow_run
        return _event(EventName.WORKFLOW_RUN, ended.repository, run.head_sha, action=ended.action, run=run)
    if "pull_request" in keys:
        name = EventName.REVIEW if "review" in keys else EventName.PULL_REQUEST
        pull = _PullEvent.model_validate(value)
        request = pull.pull_request
        return _event(name, pull.repository, request.head.sha, action=pull.action, number=request.number)
    if "merge_group" in keys:
        group = _GroupEvent.model_validate(value)
        return _event(EventName.MERGE_GROUP, group.repository, group.merge_group.head_sha, action=group.action)
    if {"after", "ref"} <= keys:
        push = _PushEvent.model_validate(value)
        return _event(EventName.PUSH, push.repository, push.after)
    names = ", ".join(EventName)
    raise GitHubError(f"this is no event that is understood ({names})", hint=_HINT)


def _event(name: EventName, repository: Repository, head: str, **fields: Json) -> Event:
    return Event(name=name, repository=repository, head=head, **fields)
