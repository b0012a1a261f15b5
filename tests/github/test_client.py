"""The client against a real server that fails in every way GitHub's can."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fake_github.contract import sample
from fake_github.server import FakeGitHub, Fault
from fake_github.world import REPOSITORY, TOKEN, user

from sekisho.adapters.github.access import Access
from sekisho.adapters.github.client import Client
from sekisho.adapters.github.shapes import Artifact, Comment, Pull, User
from sekisho.adapters.github.waiting import Waiting
from sekisho.errors import AnswerLostError, GitHubError

COMMENTS = f"repos/{REPOSITORY}/issues/7/comments"
PULL = f"repos/{REPOSITORY}/pulls/7"


def test_what_is_asked_and_how(github: FakeGitHub, client: Client) -> None:
    """Every request names its API version, who asks and the token."""
    assert client.get(Pull, PULL).number == 7
    headers = github.journal[0].headers
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["x-github-api-version"] == "2022-11-28"


def test_every_page_is_read(github: FakeGitHub, client: Client) -> None:
    """A list of 250 comes as three pages and is given whole, in order."""
    for number in range(250):
        github.world.add_comment(7, f"comment {number}", "somebody")
    found = client.pages(Comment, COMMENTS)
    assert [comment.body for comment in found] == [f"comment {number}" for number in range(250)]
    assert [seen.query.get("page") for seen in github.journal] == [None, "2", "3"]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"content": b"[{"}, "not JSON, or not all of it"),
        ({"content": b'{"message": "no list"}'}, "a page that is no list"),
        ({"content": b'[{"id": "1"}]'}, "another shape"),
        ({"content": b"[" * 100_000}, "not JSON, or not all of it"),
        ({"cut": 200, "times": 99}, "gave no whole answer"),
        ({"drop": "before", "times": 99}, "gave no whole answer"),
    ],
)
def test_a_damaged_page_is_no_empty_list(
    github: FakeGitHub, client: Client, fault: dict[str, Any], message: str
) -> None:
    """Whatever is wrong with a page, none is taken for the end of a list."""
    github.world.add_comment(7, "here", "somebody")
    github.faults.append(Fault("GET", "/comments", **fault))
    with pytest.raises(GitHubError, match=message):
        client.pages(Comment, COMMENTS)


def test_fewer_entries_than_promised_are_an_error(github: FakeGitHub, client: Client) -> None:
    """An answer that counts more than it lists was cut somewhere."""
    github.faults.append(Fault("GET", "/artifacts", content=b'{"total_count": 3, "artifacts": []}'))
    with pytest.raises(GitHubError, match="promised 3 entries and gave 0"):
        client.pages(Artifact, f"repos/{REPOSITORY}/actions/runs/1/artifacts", key="artifacts")
    github.violations.clear()


def test_pages_that_never_end_are_left(github: FakeGitHub, client: Client) -> None:
    """A Link that leads in a circle ends with an error."""
    for _ in range(101):
        github.world.add_comment(7, "x", "somebody")
    link = {"link": f'<{github.url}/{COMMENTS}?per_page=100>; rel="next"'}
    github.faults.append(Fault("GET", "/comments", times=99, status=200, headers=link, body=b"[]"))
    with pytest.raises(GitHubError, match="more than 50 pages"):
        client.pages(Comment, COMMENTS)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_error_passes(github: FakeGitHub, client: Client, clock: Any, status: int) -> None:
    """A question is asked again, each time after a longer wait."""
    github.faults.append(Fault("GET", "/7", status=status, times=3))
    assert client.get(Pull, PULL).number == 7
    assert clock.slept == [0.75, 1.5, 3.0]


def test_a_server_that_stays_down_is_said_so(github: FakeGitHub, client: Client) -> None:
    """The bound on attempts holds, and the message names the request and not the token."""
    github.faults.append(Fault("GET", "/7", status=502, times=99))
    with pytest.raises(GitHubError, match=f"GET /repos/{REPOSITORY}/pulls/7: answered 502") as caught:
        client.get(Pull, PULL)
    assert len(github.journal) == 6
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        ({"status": 429, "headers": {"retry-after": "17"}}, 17.0),
        ({"status": 403, "headers": {"retry-after": "17"}}, 17.0),
        ({"status": 403, "headers": {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795132830"}}, 31.0),
        ({"status": 403, "body": b'{"message": "You have exceeded a secondary rate limit."}'}, 60.0),
        ({"status": 429}, 60.0),
        ({"status": 429, "headers": {"retry-after": "Fri, 20 Nov 2026 00:00:40 GMT"}}, 40.0),
    ],
)
def test_a_rate_limit_is_waited_for(
    github: FakeGitHub, client: Client, clock: Any, fault: dict[str, Any], waits: float
) -> None:
    """Primary and secondary limits: as long as GitHub asks, else a minute."""
    github.faults.append(Fault("GET", "/7", **fault))
    assert client.get(Pull, PULL).number == 7
    assert clock.slept == [waits]


def test_a_rate_limit_of_an_hour_is_not_waited_for(github: FakeGitHub, client: Client, clock: Any) -> None:
    """A job would be killed first; the message says how long GitHub asks to wait."""
    github.faults.append(Fault("GET", "/7", status=429, headers={"retry-after": "3600"}))
    with pytest.raises(GitHubError, match=r"rate limit is reached .429.; it asks to wait 3600 s"):
        client.get(Pull, PULL)
    assert clock.slept == []


def test_a_refusal_is_no_rate_limit(client: Client, clock: Any) -> None:
    """403 for a permission that lacks is said at once, with what to do."""
    with pytest.raises(GitHubError, match="refused with 403: Resource not accessible by integration") as caught:
        client.get(User, "user")
    assert caught.value.status == 403
    assert "permission" in (caught.value.hint or "")
    assert clock.slept == []


def test_a_lost_post_is_looked_for_before_it_is_repeated(github: FakeGitHub, client: Client) -> None:
    """The connection drops after the comment was made: it is found, and no second one is made."""
    github.faults.append(Fault("POST", "/comments", drop="after"))
    made = client.create(Comment, COMMENTS, {"body": "once"}, _finder(client))
    assert made.body == "once"
    assert [one["body"] for one in github.world.comments[7]] == ["once"]


@pytest.mark.parametrize("fault", [{"drop": "before"}, {"status": 502}, {"content": b"{"}])
def test_a_post_that_was_not_done_is_repeated(github: FakeGitHub, client: Client, fault: dict[str, Any]) -> None:
    """Nothing is found, so it is sent again; in the end there is one."""
    github.faults.append(Fault("POST", "/comments", **fault))
    client.create(Comment, COMMENTS, {"body": "once"}, _finder(client))
    assert [one["body"] for one in github.world.comments[7]] == ["once"]


def test_a_post_that_never_arrives_ends(github: FakeGitHub, client: Client) -> None:
    """After as many attempts as allowed, the error says that it may have been done."""
    github.faults.append(Fault("POST", "/comments", drop="before", times=99))
    with pytest.raises(AnswerLostError, match="may have been done"):
        client.create(Comment, COMMENTS, {"body": "once"}, _finder(client))


def _finder(client: Client) -> Callable[[], Comment | None]:
    return lambda: next((one for one in client.pages(Comment, COMMENTS) if one.body == "once"), None)


def test_a_redirect_on_the_same_server_is_followed(github: FakeGitHub, client: Client) -> None:
    """A repository that was renamed answers at its number."""
    where = {"location": f"{github.url}/{PULL}"}
    github.faults.append(Fault("GET", "/old/pulls/7", status=301, headers=where))
    assert client.get(Pull, "repos/octo-org/old/pulls/7").number == 7


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/x", "https://evil.example/x", "//evil.example/x"])
def test_the_token_goes_nowhere_else(github: FakeGitHub, client: Client, target: str) -> None:
    """Neither a redirect nor a next page leads the token to another server."""
    github.faults.append(Fault("GET", "/7", status=302, headers={"location": target}))
    github.faults.append(Fault("GET", "/comments", status=200, headers={"link": f'<{target}>; rel="next"'}, body=b"[]"))
    for ask in (lambda: client.get(Pull, PULL), lambda: client.pages(Comment, COMMENTS)):
        with pytest.raises(GitHubError, match="leads to another server"):
            ask()


def test_redirects_in_a_circle_end(github: FakeGitHub, client: Client) -> None:
    """At most three are followed."""
    github.faults.append(Fault("GET", "/7", status=302, headers={"location": f"/{PULL}"}, times=99))
    with pytest.raises(GitHubError, match="redirected again and again"):
        client.get(Pull, PULL)
    assert len(github.journal) == 4


def test_an_answer_without_end_is_not_read(github: FakeGitHub, client: Client) -> None:
    """More than 20 MiB are refused, and not asked for again."""
    github.faults.append(Fault("GET", "/7", status=200, body=b" " * (20 << 20) + b"{}"))
    with pytest.raises(GitHubError, match="more than 20971520 bytes"):
        client.get(Pull, PULL)
    assert len(github.journal) == 1


def test_a_hostile_message_is_one_harmless_line(github: FakeGitHub, client: Client) -> None:
    """What GitHub says back may hold what others wrote: no second line, no command of the runner, no token."""
    said = f'{{"message": "x\\n::add-mask::y ##[error]z {TOKEN}"}}'.encode()
    github.faults.append(Fault("GET", "/7", status=422, body=said))
    with pytest.raises(GitHubError) as caught:
        client.get(Pull, PULL)
    assert "\n" not in caught.value.message
    assert "##[" not in caught.value.message
    assert TOKEN not in caught.value.message


def test_nobody_there_is_said_with_a_hint(clock: Any) -> None:
    """A port where nobody listens: after the attempts, what to look at."""
    waiting = Waiting(now=clock.now, sleep=clock.sleep, dice=lambda: 0.0, attempts=2)
    with Client(Access("http://127.0.0.1:9", TOKEN), waiting) as client:
        with pytest.raises(GitHubError, match=r"cannot be reached .ConnectError.") as caught:
            client.get(User, "user")
        assert "GITHUB_API_URL" in (caught.value.hint or "")
        with pytest.raises(GitHubError, match="cannot be reached"):
            client.create(Comment, COMMENTS, {"body": "x"}, lambda: None)


def test_a_deletion_of_what_is_gone_is_done(client: Client) -> None:
    """Two runs may remove the same duplicate."""
    client.remove(f"repos/{REPOSITORY}/issues/comments/99")


def test_an_enterprise_server_lies_below_a_path(github: FakeGitHub, clock: Any) -> None:
    """GITHUB_API_URL may have a path; it is kept before every other."""
    body = json.dumps(sample("public-user", **user("me"))).encode()
    github.faults.append(Fault("GET", "/api/v3/user", status=200, body=body))
    waiting = Waiting(now=clock.now, sleep=clock.sleep, dice=lambda: 0.0)
    with Client(Access(f"{github.url}/api/v3", TOKEN), waiting) as client:
        assert client.get(User, "user").login == "me"
    assert [seen.path for seen in github.journal] == ["/api/v3/user"]


def test_a_peer_that_dribbles_is_gone(github: FakeGitHub, clock: Any) -> None:
    """An answer that takes longer than the bound is none, however alive the connection looks."""
    ticks = iter(range(0, 100_000, 1000))
    waiting = Waiting(lambda: datetime.fromtimestamp(next(ticks), UTC), clock.sleep, lambda: 0.0, attempts=2)
    with Client(Access(github.url, TOKEN), waiting) as client, pytest.raises(GitHubError, match="too slow"):
        client.get(Pull, PULL)
