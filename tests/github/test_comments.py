"""One comment remains and it is the newest, whatever happens between finding and writing."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fake_github.server import FakeGitHub, Fault, Seen
from fake_github.world import BOT, REPOSITORY, TOKEN

from sekisho.adapters.github.access import Access
from sekisho.adapters.github.client import Client
from sekisho.adapters.github.comments import ACTIONS_BOT, Outcome, Sticky, identity, keep_one
from sekisho.adapters.github.waiting import Waiting
from sekisho.errors import GitHubError
from sekisho.text.comment_marks import RunOrder, stamped

PLACE = Sticky(REPOSITORY, 7, BOT)
COMMENT = "/issues/comments/"


def _body(run: int, text: str = "verdict", attempt: int = 1, decided_by: int = 0) -> str:
    return stamped(f"{text} of {run}.{attempt}", RunOrder(run, attempt, decided_by))


def _bodies(github: FakeGitHub) -> list[str]:
    return [comment["body"] for comment in github.world.comments.get(7, ())]


def test_the_first_run_makes_it(github: FakeGitHub, client: Client) -> None:
    """Where there is none, one is made; the address is the comment's."""
    written = keep_one(client, PLACE, _body(1))
    assert written.outcome is Outcome.CREATED
    assert written.url == github.world.comments[7][0]["html_url"]
    assert _bodies(github) == [_body(1)]


def test_a_later_run_changes_it_in_place(github: FakeGitHub, client: Client) -> None:
    """The comment keeps its number, and other comments stay as they are."""
    github.world.add_comment(7, "Nice work", "reviewer")
    keep_one(client, PLACE, _body(1))
    number = github.world.comments[7][1]["id"]
    assert keep_one(client, PLACE, _body(2)).outcome is Outcome.UPDATED
    assert _bodies(github) == ["Nice work", _body(2)]
    assert github.world.comments[7][1]["id"] == number


def test_the_same_words_are_not_written_again(github: FakeGitHub, client: Client) -> None:
    """A run that is repeated with the same result changes nothing, whatever line breaks GitHub has kept."""
    github.world.add_comment(7, _body(1).replace("\n", "\r\n"), BOT)
    assert keep_one(client, PLACE, _body(1)).outcome is Outcome.UNCHANGED
    assert [seen.method for seen in github.journal] == ["GET"]


@pytest.mark.parametrize(
    ("standing", "late"),
    [
        (RunOrder(20, 1), RunOrder(10, 1)),
        (RunOrder(20, 2), RunOrder(20, 1)),
        (RunOrder(20, 1, 22), RunOrder(20, 1)),
        (RunOrder(20, 1, 25), RunOrder(20, 1, 22)),
        (RunOrder(100, 1), RunOrder(99, 9, 99)),
    ],
)
def test_an_older_run_never_replaces_a_newer_one(
    github: FakeGitHub, client: Client, standing: RunOrder, late: RunOrder
) -> None:
    """By the gate's run and attempt as numbers; a decision about a gate is newer than the gate's bare report."""
    github.world.add_comment(7, stamped("newer", standing), BOT)
    assert keep_one(client, PLACE, stamped("older", late)).outcome is Outcome.OUTDATED
    assert _bodies(github) == [stamped("newer", standing)]


def test_a_forged_comment_is_left_alone(github: FakeGitHub, client: Client) -> None:
    """A mark in somebody else's comment, and a mark inside ours, is none."""
    forged = [stamped("I am the gate", RunOrder(10**17, 1)), f"first\n{_body(10**17)}"]
    github.world.add_comment(7, forged[0], "stranger")
    github.world.add_comment(7, forged[0], "other-app[bot]")
    github.world.add_comment(7, forged[1], BOT)
    keep_one(client, PLACE, _body(1))
    assert _bodies(github) == [forged[0], forged[0], forged[1], _body(1)]


def test_a_comment_deleted_between_find_and_update_is_made_anew(github: FakeGitHub, client: Client) -> None:
    """404 on the change leads to a second look and a comment of its own."""
    github.world.add_comment(7, _body(1), BOT)
    github.faults.append(Fault("PATCH", "", first=lambda _: github.world.comments[7].clear()))
    assert keep_one(client, PLACE, _body(2)).url
    assert _bodies(github) == [_body(2)]


def test_duplicates_are_removed(github: FakeGitHub, client: Client) -> None:
    """However there came to be three, one remains."""
    for run in (3, 1, 2):
        github.world.add_comment(7, _body(run), BOT)
    keep_one(client, PLACE, _body(4))
    assert _bodies(github) == [_body(4)]


def test_an_older_run_still_cleans_up(github: FakeGitHub, client: Client) -> None:
    """The late run removes what is older than the newest, which it keeps."""
    for run in (1, 9, 2):
        github.world.add_comment(7, _body(run), BOT)
    assert keep_one(client, PLACE, _body(5)).outcome is Outcome.OUTDATED
    assert _bodies(github) == [_body(9)]


def test_a_comment_on_the_second_page_is_found(github: FakeGitHub, client: Client) -> None:
    """A long conversation hides nothing."""
    for number in range(150):
        github.world.add_comment(7, f"talk {number}", "somebody")
    github.world.add_comment(7, _body(1), BOT)
    keep_one(client, PLACE, _body(2))
    assert _bodies(github)[150:] == [_body(2)]


def test_the_answer_to_the_post_is_lost(github: FakeGitHub, client: Client) -> None:
    """The connection drops after the comment was made: there is one."""
    github.faults.append(Fault("POST", "/comments", drop="after"))
    keep_one(client, PLACE, _body(1))
    assert _bodies(github) == [_body(1)]
    assert len(github.asked_for("POST", "/comments")) == 1


@pytest.mark.parametrize(
    "fault",
    [{"drop": "after"}, {"drop": "before"}, {"status": 502}, {"status": 403, "headers": {"retry-after": "9"}}],
)
def test_the_answer_to_the_change_is_lost(github: FakeGitHub, client: Client, fault: dict[str, Any]) -> None:
    """A change is never repeated unseen: it is looked at again first."""
    github.world.add_comment(7, _body(1), BOT)
    github.faults.append(Fault("PATCH", "", **fault))
    keep_one(client, PLACE, _body(2))
    assert _bodies(github) == [_body(2)]
    methods = [seen.method for seen in github.journal]
    assert all(methods[place - 1] == "GET" for place, method in enumerate(methods) if method == "PATCH")


def test_a_newer_run_that_wrote_while_we_waited_stands(github: FakeGitHub, client: Client) -> None:
    """Our change is refused by the rate limit; before it is tried again a newer run has written."""

    def newer(_seen: Seen) -> None:
        github.world.comments[7][0]["body"] = _body(9)

    github.world.add_comment(7, _body(1), BOT)
    github.faults.append(Fault("PATCH", "", status=429, headers={"retry-after": "60"}, first=newer))
    assert keep_one(client, PLACE, _body(2)).outcome is Outcome.OUTDATED
    assert _bodies(github) == [_body(9)]


def test_a_change_that_an_older_run_overwrote_is_written_again(github: FakeGitHub, client: Client) -> None:
    """An older run that had looked before us writes after us: we see it when we look again."""
    github.world.add_comment(7, _body(1), BOT)
    overwritten = []

    def overwrite(_seen: Seen) -> None:
        if _bodies(github) == [_body(3)] and not overwritten:
            overwritten.append(True)
            github.world.comments[7][0]["body"] = _body(2)

    github.faults.append(Fault("GET", "/comments", first=overwrite, times=99))
    keep_one(client, PLACE, _body(3))
    assert overwritten
    assert _bodies(github) == [_body(3)]


def test_a_fight_without_end_is_an_error(github: FakeGitHub, client: Client) -> None:
    """Somebody who undoes every change is not fought forever."""
    github.world.add_comment(7, _body(1), BOT)

    def undo(_seen: Seen) -> None:
        github.world.comments[7][0]["body"] = _body(1)

    github.faults.append(Fault("GET", "/comments", first=undo, times=99))
    with pytest.raises(GitHubError, match="as fast as it is written"):
        keep_one(client, PLACE, _body(2))


def test_who_writes_is_asked(github: FakeGitHub, client: Client) -> None:
    """A person's token says who it is; an installation's may not, and is the workflow's own."""
    assert identity(client) == ACTIONS_BOT
    github.world.me = "release-robot"
    assert identity(client) == "release-robot"


def test_the_name_of_another_app_is_learned(github: FakeGitHub, client: Client) -> None:
    """An app's token may not ask either: what it wrote says its name, and its older comments go."""
    github.world.writers[TOKEN] = "gate-app[bot]"
    for run in (1, 2):
        keep_one(client, PLACE, _body(run))
    assert _bodies(github) == [_body(2)]
    assert github.world.comments[7][0]["user"]["login"] == "gate-app[bot]"


@pytest.fixture
def racing(github: FakeGitHub) -> Iterator[Waiting]:
    """Waiting in real time, a twenty-fifth of what it takes otherwise."""
    assert github.url
    yield Waiting(lambda: datetime.now(UTC), lambda seconds: time.sleep(seconds / 25), lambda: 0.5)


@pytest.mark.parametrize("existing", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_runs_at_once_leave_the_newest(github: FakeGitHub, racing: Waiting, existing: bool, seed: int) -> None:
    """Four runs write at the same time, their requests held up by turns: one comment remains and it is the newest."""
    if existing:
        github.world.add_comment(7, _body(1), BOT)
    runs = [10, 11, 12, 13]
    delays = {run: ((run * 7 + seed * 5) % 4) * 0.008 for run in runs}

    def hold(seen: Seen) -> None:
        run = next(run for run in runs if f"run {run}." in seen.body["body"])
        time.sleep(delays[run])

    github.faults += [Fault(method, "", first=hold, times=999) for method in ("PATCH", "POST")]
    failures: list[BaseException] = []

    def write(run: int) -> None:
        try:
            with Client(Access(github.url, TOKEN), racing) as client:
                keep_one(client, PLACE, _body(run))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert _bodies(github) == [_body(13)]
