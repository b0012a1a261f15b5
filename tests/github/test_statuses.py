"""The status that stands is the newest run's, and there is no more of them than needed."""

from typing import Any

import pytest
from fake_github.server import FakeGitHub, Fault, Seen
from fake_github.world import REPOSITORY

from conftest import HEAD
from sekisho.adapters.github.client import Client
from sekisho.adapters.github.statuses import CommitStatus, put_status, target
from sekisho.text.comment_marks import RunOrder


def _status(run: int, state: str = "success", attempt: int = 1, decided_by: int = 0) -> CommitStatus:
    link = target(f"https://github.com/{REPOSITORY}/actions/runs/{run}", RunOrder(run, attempt, decided_by))
    return CommitStatus("sekisho/gate", state, f"by {run}.{attempt}", link)


def _standing(github: FakeGitHub) -> list[str]:
    return [f"{one['state']} {one['description']}" for one in github.world.statuses.get(HEAD, ())]


def test_a_status_is_set_and_replaced(github: FakeGitHub, client: Client) -> None:
    """The later run's stands on top; the same one is not set twice."""
    assert put_status(client, REPOSITORY, HEAD, _status(1, "failure"))
    assert put_status(client, REPOSITORY, HEAD, _status(2))
    assert put_status(client, REPOSITORY, HEAD, _status(2))
    assert _standing(github) == ["failure by 1.1", "success by 2.1"]


@pytest.mark.parametrize("late", [_status(19), _status(20, attempt=1), _status(20, attempt=2, decided_by=21)])
def test_a_late_run_does_not_set_it(github: FakeGitHub, client: Client, late: CommitStatus) -> None:
    """An older run's status is not written over a newer one's."""
    newest = _status(20, "failure", attempt=2, decided_by=22)
    put_status(client, REPOSITORY, HEAD, newest)
    assert not put_status(client, REPOSITORY, HEAD, late)
    assert _standing(github) == ["failure by 20.2"]


def test_other_contexts_are_others(github: FakeGitHub, client: Client) -> None:
    """The gate's status and the decision's stand beside each other."""
    put_status(client, REPOSITORY, HEAD, _status(9)._replace(context="sekisho/go-no-go"))
    assert put_status(client, REPOSITORY, HEAD, _status(1))
    assert _standing(github) == ["success by 9.1", "success by 1.1"]


@pytest.mark.parametrize("fault", [{"drop": "after"}, {"drop": "before"}, {"status": 500}, {"status": 429}])
def test_a_lost_answer_makes_no_second_status(github: FakeGitHub, client: Client, fault: dict[str, Any]) -> None:
    """It is looked for before it is sent again."""
    github.faults.append(Fault("POST", f"/statuses/{HEAD}", **fault))
    assert put_status(client, REPOSITORY, HEAD, _status(1))
    assert _standing(github) == ["success by 1.1"]


def test_a_newer_run_that_wrote_beneath_is_put_on_top(github: FakeGitHub, client: Client) -> None:
    """A newer status that arrives between our look and our write is written again above ours."""

    def newer(_seen: Seen) -> None:
        github.faults.clear()
        put_status(client, REPOSITORY, HEAD, _status(9, "failure"))

    github.faults.append(Fault("POST", f"/statuses/{HEAD}", first=newer))
    assert not put_status(client, REPOSITORY, HEAD, _status(1))
    assert _standing(github) == ["failure by 9.1", "success by 1.1", "failure by 9.1"]
