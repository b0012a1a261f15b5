"""Events as GitHub writes them, and what is none."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sekisho.adapters.github.event import EventName, read_event
from sekisho.errors import GitHubError

Write = Callable[..., Path]
HOSTILE = "x\n::set-output name=a::b <!-- sekisho:gate --> @everyone \u202e ${{ secrets.GITHUB_TOKEN }}"


@pytest.mark.parametrize(
    ("name", "head", "number"),
    [
        ("pull_request", "ec26c3e57ca3a959ca5aad62de7213c562f8c821", 2),
        ("pull_request_review", "ec26c3e57ca3a959ca5aad62de7213c562f8c821", 2),
        ("merge_group", "2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d", None),
        ("workflow_run", "3484a3fb816e0859fd6e1cea078d76385ff50625", None),
        ("push", "6113728f27ae82c7b1a177c8d03f9e96e0adf246", None),
    ],
)
def test_github_s_own_examples_are_read(write_event: Write, name: str, head: str, number: int | None) -> None:
    """Each event is known by what it holds; its head is the commit that is judged."""
    event = read_event(write_event(name))
    assert (event.name, event.head, event.number) == (EventName(name), head, number)


def test_a_run_says_what_orders_it(run_event: Write) -> None:
    """Id, attempt, conclusion and the file of its workflow are kept."""
    run = read_event(run_event(77, 3)).run
    assert run is not None
    assert (run.id, run.attempt, run.conclusion, run.is_gate) == (77, 3, "success", True)


@pytest.mark.parametrize(
    ("path", "is_gate"),
    [
        (".github/workflows/pr-gate.yml", True),
        (".github/workflows/pr-gate.yml@refs/heads/main", True),
        (".github/workflows/evil.yml", False),
        (".github/workflows/review.yml", False),
        ("", False),
    ],
)
def test_the_gate_is_a_file_not_a_name(run_event: Write, path: str, is_gate: bool) -> None:
    """A workflow that only calls itself as the gate does is not the gate."""
    run = read_event(run_event(workflow_run__path=path, workflow_run__name="pr-gate")).run
    assert run is not None
    assert run.is_gate is is_gate


@pytest.mark.parametrize("text", [HOSTILE, "x" * 256, "日本語", ""])
def test_titles_and_branches_are_only_text(write_event: Write, run_event: Write, text: str) -> None:
    """Whatever an author writes, the event is read and nothing else happens."""
    assert read_event(write_event("pull_request", pull_request__title=text)).number == 2
    run = read_event(run_event(workflow_run__head_branch=text, workflow_run__display_title=text)).run
    assert run is not None
    assert run.head_branch == text


@pytest.mark.parametrize(
    "places",
    [
        {"workflow_run__head_sha": "main; rm -rf /"},
        {"workflow_run__id": "1"},
        {"workflow_run__id": 0},
        {"workflow_run__run_attempt": 0},
        {"repository__full_name": "a/b/../../c"},
        {"repository__full_name": "octo org/x"},
        {"workflow_run__head_branch": ["x"]},
        {"workflow_run": None},
    ],
)
def test_what_github_does_not_write_is_refused(run_event: Write, places: dict[str, Any]) -> None:
    """A commit that is none, an id that is none and a name that leads elsewhere stop here, and are named."""
    with pytest.raises(GitHubError, match="is not as GitHub writes it: "):
        read_event(run_event(**places))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "no event that is understood"),
        (b'{"issue": {}}', "no event that is understood"),
        (b" " * (26 << 20), "more than 26214400 bytes"),
    ],
)
def test_a_file_that_is_no_event(tmp_path: Path, content: bytes, message: str) -> None:
    """It is said what is wrong with it, within a bound on its size."""
    path = tmp_path / "event.json"
    path.write_bytes(content)
    with pytest.raises(GitHubError, match=message):
        read_event(path)


def test_a_deleted_branch_s_repository_may_be_gone(run_event: Write) -> None:
    """A fork that was deleted leaves null in its place."""
    run = read_event(run_event(workflow_run__head_repository=None, workflow_run__head_branch=None)).run
    assert run is not None
    assert run.head_repository is None


def test_the_example_of_a_push_has_what_is_read(write_event: Write) -> None:
    """The payload on disk is GitHub's, not ours."""
    assert {"pusher", "compare"} <= set(json.loads(write_event("push").read_text(encoding="utf-8")))
