"""What a decision is made from: reviews, teams and the required check, read without guessing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_github.contract import sample
from fake_github.server import FakeGitHub, Fault
from fake_github.world import REPOSITORY, TOKEN, user

from conftest import HEAD, START
from sekisho.adapters.github.checks import NOT_RUN, GateRun, gate_run
from sekisho.adapters.github.client import Client
from sekisho.adapters.github.event import read_event
from sekisho.adapters.github.evidence import collect
from sekisho.adapters.github.reviews import reviews_of
from sekisho.adapters.github.teams import teams
from sekisho.commands.github_client import open_client, open_team_client
from sekisho.errors import GitHubError, NoPullError
from sekisho.model.pull import ReviewState

Write = Callable[..., Path]


def _review(login: str | None, state: str, **fields: Any) -> Any:
    who = None if login is None else user(login)
    at = "2026-11-20T01:00:00Z"
    plain = {"user": who, "state": state, "commit_id": HEAD, "submitted_at": at}
    return sample("pull-request-review", **{**plain, **fields})


def test_reviews_are_what_they_say(github: FakeGitHub, client: Client) -> None:
    """Each with its author, state and commit, in order; one that is being written is not read; ghosts have a name."""
    github.world.reviews[7] = [
        _review("ann", "APPROVED"),
        _review("ben", "CHANGES_REQUESTED", commit_id="d" * 40),
        _review("cy", "PENDING", submitted_at="2026-11-20T01:00:00Z"),
        _review(None, "COMMENTED", commit_id=None),
        _review("dee", "DISMISSED"),
    ]
    found = reviews_of(client, REPOSITORY, 7)
    assert [(one.user, one.state, one.commit) for one in found] == [
        ("ann", ReviewState.APPROVED, HEAD),
        ("ben", ReviewState.CHANGES_REQUESTED, "d" * 40),
        ("ghost", ReviewState.COMMENTED, ""),
        ("dee", ReviewState.DISMISSED, HEAD),
    ]


def test_a_state_nobody_knows_stops(github: FakeGitHub, client: Client) -> None:
    """It could be a kind of refusal."""
    github.world.reviews[7] = [_review("ann", "VETOED")]
    with pytest.raises(GitHubError, match="unknown state 'VETOED'"):
        reviews_of(client, REPOSITORY, 7)


def test_many_reviews_are_all_read(github: FakeGitHub, client: Client) -> None:
    """The refusal on the third page counts."""
    github.world.reviews[7] = [_review(f"u{n}", "COMMENTED") for n in range(220)] + [_review("z", "CHANGES_REQUESTED")]
    assert reviews_of(client, REPOSITORY, 7)[-1].state is ReviewState.CHANGES_REQUESTED


def test_teams_have_members_or_are_unknown(github: FakeGitHub, client: Client) -> None:
    """A team that may not be read is unknown, which is not empty; people and addresses are no teams."""
    github.world.teams = {"octo-org/quality": ["ann", "ben"], "octo-org/empty": [], "octo-org/secret": 403}
    owners = ["@octo-org/quality", "@octo-org/empty", "@octo-org/secret", "@octo-org/none", "@ann", "a@b.c", "@a/../x"]
    assert teams(client, owners) == {
        "@octo-org/quality": ("ann", "ben"),
        "@octo-org/empty": (),
        "@octo-org/secret": None,
        "@octo-org/none": None,
    }


def test_a_team_that_fails_otherwise_stops(github: FakeGitHub, client: Client) -> None:
    """A server that is down is no missing permission."""
    github.faults.append(Fault("GET", "/members", status=500, times=99))
    with pytest.raises(GitHubError, match="answered 500"):
        teams(client, ["@octo-org/quality"])


def test_teams_are_asked_with_their_own_token(github: FakeGitHub) -> None:
    """SEKISHO_TEAM_TOKEN is used for teams where it is set."""
    github.world.teams = {"octo-org/quality": ["ann"]}
    github.world.writers["team-token"] = "team-app[bot]"
    environment = {"GITHUB_API_URL": github.url, "GITHUB_TOKEN": TOKEN, "SEKISHO_TEAM_TOKEN": "team-token"}
    with open_client(environment, None) as client, open_team_client(client, environment) as team_client:
        assert teams(team_client, ["@octo-org/quality"]) == {"@octo-org/quality": ("ann",)}
    assert github.journal[0].headers["authorization"] == "Bearer team-token"
    with open_client(environment, None) as client, open_team_client(client, {}) as team_client:
        assert team_client.access.token == TOKEN


def test_the_check_is_the_newest_of_the_runner_s(github: FakeGitHub, client: Client) -> None:
    """A repeated run counts, another application's check of the name does not, nor does another commit's."""
    assert gate_run(client, REPOSITORY, HEAD) == NOT_RUN
    github.world.add_check(HEAD, "failure", 500)
    github.world.add_check(HEAD, "success", 501)
    assert gate_run(client, REPOSITORY, HEAD) == GateRun("success", 501)
    github.world.add_check(HEAD, "failure", 502, app=sample("integration", slug="evil-app"))
    github.world.add_check(HEAD, "failure", 503, app=None)
    github.world.add_check("e" * 40, "failure", 504)
    github.world.add_check(HEAD, "failure", 505, name="release-gate-2")
    assert gate_run(client, REPOSITORY, HEAD) == GateRun("success", 501)


def test_a_check_that_runs_again_has_no_conclusion(github: FakeGitHub, client: Client) -> None:
    """The old success is not the answer while the newest attempt runs."""
    github.world.add_check(HEAD, "success", 500)
    github.world.add_check(HEAD, None, 500)
    assert gate_run(client, REPOSITORY, HEAD) == GateRun("", 500)


def test_everything_together(github: FakeGitHub, client: Client, run_event: Write) -> None:
    """One value with the pull request, its reviews, the teams that were asked for and how the check ended."""
    github.world.reviews[7] = [_review("ann", "APPROVED")]
    github.world.teams = {"octo-org/quality": ["ann"]}
    github.world.add_check(HEAD, "success", 500)
    found = collect(client, read_event(run_event()), ["@octo-org/quality", "@ben"])
    assert found.pull.number == 7
    assert [review.user for review in found.reviews] == ["ann"]
    assert found.teams == {"@octo-org/quality": ("ann",)}
    assert found.gate_conclusion == "success"
    assert found.collected_at == START


def test_no_pull_request_is_no_evidence(client: Client, write_event: Write) -> None:
    """The reason is the message."""
    with pytest.raises(NoPullError, match="not about a pull request"):
        collect(client, read_event(write_event("push")))
