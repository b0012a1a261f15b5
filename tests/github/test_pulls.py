"""Which pull request an event is about, and each way in which it is about none."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fake_github.server import FakeGitHub
from fake_github.world import FORK, FORK_ID, REPOSITORY, REPOSITORY_ID

from conftest import HEAD
from sekisho.adapters.github.client import Client
from sekisho.adapters.github.event import read_event
from sekisho.adapters.github.pulls import Found, NoPull, find_pull
from sekisho.errors import NoPullError

Write = Callable[..., Path]
OTHER = "c" * 40


def _found(client: Client, path: Path) -> Found:
    return find_pull(client, read_event(path))


def test_a_branch_of_this_repository(client: Client, run_event: Write) -> None:
    """The run names its pull request, which is asked for again."""
    pull = _found(client, run_event()).required()
    assert (pull.number, pull.head, pull.repository, pull.fork) == (7, HEAD, REPOSITORY, False)
    assert (pull.author, pull.head_ref, pull.base_ref) == ("author", "topic", "main")


def test_a_branch_of_a_fork(github: FakeGitHub, client: Client, run_event: Write) -> None:
    """The run names none: it is the open one of that branch, that repository and that commit."""
    github.world.add_pull(8, HEAD, repo=(FORK, FORK_ID))
    pull = _found(client, run_event(fork=True)).required()
    assert (pull.number, pull.head_repository, pull.fork) == (8, FORK, True)
    assert github.asked_for("GET", "/pulls")[0].query["head"] == "stranger:topic"


def test_a_fork_s_branch_of_the_same_name_is_another(github: FakeGitHub, client: Client, run_event: Write) -> None:
    """A stranger's `topic` does not lead to our pull request from `topic`."""
    assert _found(client, run_event(fork=True)).why is NoPull.NONE
    github.world.add_pull(8, HEAD, repo=("stranger/another", 5))
    assert _found(client, run_event(fork=True)).why is NoPull.NONE


def test_a_pull_request_that_the_run_claims_of_another_repository(client: Client, run_event: Write) -> None:
    """A fork's run may name pull requests inside the fork; their numbers are not ours."""
    theirs = [{"number": 7, "base": {"sha": HEAD, "repo": {"id": FORK_ID}}}]
    event = run_event(fork=True, workflow_run__pull_requests=theirs)
    assert _found(client, event).why is NoPull.NONE


def test_a_newer_head(github: FakeGitHub, client: Client, run_event: Write) -> None:
    """What was judged is no longer what would be merged."""
    github.world.add_pull(7, OTHER)
    assert _found(client, run_event()).why is NoPull.OUTDATED
    github.world.add_pull(8, OTHER, repo=(FORK, FORK_ID))
    assert _found(client, run_event(fork=True)).why is NoPull.OUTDATED


def test_a_closed_pull_request(github: FakeGitHub, client: Client, run_event: Write) -> None:
    """Nobody is told about it any more."""
    github.world.add_pull(7, HEAD, state="closed")
    assert _found(client, run_event()).why is NoPull.CLOSED


def test_two_of_one_branch(github: FakeGitHub, client: Client, run_event: Write) -> None:
    """A branch offered to two branches: which of them the run was for, nobody can say."""
    github.world.add_pull(8, HEAD, base="release")
    ours = [{"number": n, "base": {"sha": HEAD, "repo": {"id": REPOSITORY_ID}}} for n in (7, 8)]
    both = run_event(workflow_run__pull_requests=ours)
    assert _found(client, both).why is NoPull.SEVERAL
    github.world.pulls[8]["state"] = "closed"
    assert _found(client, both).required().number == 7
    for number in (9, 10):
        github.world.add_pull(number, HEAD, repo=(FORK, FORK_ID))
    assert _found(client, run_event(fork=True)).why is NoPull.SEVERAL


def test_a_fork_that_is_gone(github: FakeGitHub, client: Client, run_event: Write) -> None:
    """A deleted repository is nobody's."""
    event = run_event(fork=True, workflow_run__head_repository=None)
    assert _found(client, event).why is NoPull.HEAD_GONE
    github.world.add_pull(8, HEAD, repo=(None, 0))
    assert _found(client, run_event(fork=True)).why is NoPull.NONE


@pytest.mark.parametrize("trigger", ["merge_group", "push", "workflow_dispatch", "schedule"])
def test_a_run_that_no_pull_request_woke(client: Client, run_event: Write, trigger: str) -> None:
    """Such a run has no pull request, whatever it claims."""
    assert _found(client, run_event(workflow_run__event=trigger)).why is NoPull.NOT_ABOUT_ONE


@pytest.mark.parametrize("name", ["merge_group", "push"])
def test_an_event_that_is_about_none(client: Client, write_event: Write, name: str) -> None:
    """A merge group and a push have none; asking for it is an error with the reason."""
    found = _found(client, write_event(name))
    assert found.why is NoPull.NOT_ABOUT_ONE
    with pytest.raises(NoPullError, match="not about a pull request"):
        found.required()


def test_the_events_of_a_pull_request_itself(github: FakeGitHub, client: Client, write_event: Write) -> None:
    """Its number is the event's; its head is held against what GitHub says now."""
    places = {"repository__full_name": REPOSITORY, "repository__id": REPOSITORY_ID}
    for name in ("pull_request", "pull_request_review"):
        event = write_event(name, pull_request__number=7, pull_request__head__sha=HEAD, **places)
        assert _found(client, event).required().number == 7
    github.world.pulls[7]["head"]["sha"] = OTHER
    assert _found(client, event).why is NoPull.OUTDATED


@pytest.mark.parametrize("branch", ["a b&head=x:y", "日本/語", "%2e%2e/x", "x" * 240, "::error::x"])
def test_a_hostile_branch_name_is_only_a_name(
    github: FakeGitHub, client: Client, run_event: Write, branch: str
) -> None:
    """It is asked for letter by letter, and finds what has exactly this name."""
    github.world.add_pull(8, HEAD, repo=(FORK, FORK_ID), ref=branch)
    event = run_event(fork=True, workflow_run__head_branch=branch)
    assert _found(client, event).required().head_ref == branch
    assert github.asked_for("GET", "/pulls")[0].query["head"] == f"stranger:{branch}"
