"""A GitHub to talk to, a client whose waiting takes no time, and the events of real payloads."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fake_github.server import FakeGitHub, serving
from fake_github.world import FORK, FORK_ID, REPOSITORY, REPOSITORY_ID, TOKEN

from sekisho.adapters.github.access import Access
from sekisho.adapters.github.client import Client
from sekisho.adapters.github.waiting import Waiting

PAYLOADS = Path(__file__).parent / "payloads"
HEAD = "a" * 40
START = datetime(2026, 11, 20, tzinfo=UTC)


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> datetime:
        """Return the time."""
        return START + timedelta(seconds=sum(self.slept))

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """A GitHub with one pull request, 7; whatever was asked and answered must conform to GitHub's description."""
    with serving(FakeGitHub()) as fake:
        fake.world.add_pull(7, HEAD)
        yield fake
        assert fake.violations == []


@pytest.fixture
def clock() -> Clock:
    """A clock of the test's own."""
    return Clock()


@pytest.fixture
def client(github: FakeGitHub, clock: Clock) -> Iterator[Client]:
    """A client of the fake."""
    waiting = Waiting(now=clock.now, sleep=clock.sleep, dice=lambda: 0.5)
    with Client(Access(github.url, TOKEN), waiting) as made:
        yield made


@pytest.fixture
def write_event(tmp_path: Path) -> Callable[..., Path]:
    """Writes an event: GitHub's example of it, with other values at some places."""

    def write(name: str, **places: Any) -> Path:
        payload = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
        for place, value in places.items():
            *way, last = place.split("__")
            target = payload
            for key in way:
                target = target[key]
            target[last] = value
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(payload), encoding="utf-8")
        return path

    return write


@pytest.fixture
def run_event(write_event: Callable[..., Path]) -> Callable[..., Path]:
    """Writes the event that a run of the gate has ended: of the branch `topic`, or of a fork's."""

    def write(run: int = 500, attempt: int = 1, *, fork: bool = False, sha: str = HEAD, **places: Any) -> Path:
        full_name, id_ = (FORK, FORK_ID) if fork else (REPOSITORY, REPOSITORY_ID)
        ours = {"number": 7, "id": 1, "base": {"sha": "b" * 40, "ref": "main", "repo": {"id": REPOSITORY_ID}}}
        plain = {
            "workflow_run__id": run,
            "workflow_run__run_attempt": attempt,
            "workflow_run__head_sha": sha,
            "workflow_run__head_branch": "topic",
            "workflow_run__event": "pull_request",
            "workflow_run__path": ".github/workflows/pr-gate.yml",
            "workflow_run__conclusion": "success",
            "workflow_run__html_url": f"https://github.com/{REPOSITORY}/actions/runs/{run}",
            "workflow_run__pull_requests": [] if fork else [ours],
            "workflow_run__head_repository__full_name": full_name,
            "workflow_run__head_repository__id": id_,
            "workflow_run__head_repository__owner__login": full_name.partition("/")[0],
            "repository__full_name": REPOSITORY,
            "repository__id": REPOSITORY_ID,
        }
        return write_event("workflow_run", **{**plain, **places})

    return write
