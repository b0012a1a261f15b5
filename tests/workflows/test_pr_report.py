"""pr-report.yml and go-no-go.yml: the privileged half, which runs code of the default branch only."""

import json
from typing import Any

import pytest

TOKENS = ["-s", "GITHUB_TOKEN=token", "-s", "SEKISHO_TEAM_TOKEN=team"]
DECIDE = """test "$GITHUB_TOKEN" = token && test "$SEKISHO_TEAM_TOKEN" = team || exit 3
while [ "$1" != --out ]; do shift; done; echo '{}' > "$2"; exit 4"""


def _finished(site: Any, workflow: str, event: str, conclusion: str = "success") -> dict[str, Any]:
    site.github_cli()
    run = {
        "id": 123,
        "run_attempt": 1,
        "event": event,
        "conclusion": conclusion,
        "head_branch": "main$(id)",
        "head_sha": site.git("rev-parse", "main"),
    }
    repository = {"full_name": "sekisho/desk", "default_branch": "main"}
    return {"action": "completed", "workflow_run": run | {"name": workflow}, "repository": repository}


def _words(run: Any) -> list[str]:
    """Return who called what, without the options that every call has."""
    return [call.partition(" --event")[0] + (" --decision" if "--decision" in call else "") for call in run.calls]


REPORTED = ["report: github comment", "report: github status"]
WOKEN = ["decide: gh auth setup-git", "decide: decide"]
DECIDED = [*WOKEN, "decide: github comment --decision", "decide: github status --decision"]


def test_a_gate_is_told_and_then_decided_about(site: Any) -> None:
    """First what the gate found, then the decision in the same comment; waiting is an answer, no failure."""
    site.answer("github", 'test "$GITHUB_TOKEN" = token && test -z "$SEKISHO_TEAM_TOKEN"')
    site.answer("decide", DECIDE)
    run = site.run("pr-report", "workflow_run", _finished(site, "pr-gate", "pull_request"), options=TOKENS)
    assert _words(run) == REPORTED + DECIDED
    assert (run.job("report").result, run.job("decide").result) == ("success", "success")


def test_what_cannot_be_told_is_decided_all_the_same(site: Any) -> None:
    """A comment that GitHub refuses keeps neither the status nor the decision away."""
    site.answer("github", 'test "$2" = status')
    site.answer("decide", DECIDE)
    run = site.run("pr-report", "workflow_run", _finished(site, "pr-gate", "pull_request"), options=TOKENS)
    assert _words(run) == REPORTED + DECIDED
    assert run.job("report").result == "failure"


def test_without_a_decision_nothing_is_said_of_one(site: Any) -> None:
    """An error of the deciding command is a red run, never a status."""
    site.answer("github", "true")
    site.answer("decide", "exit 3")
    run = site.run("pr-report", "workflow_run", _finished(site, "pr-gate", "pull_request"), options=TOKENS)
    assert _words(run) == REPORTED + WOKEN
    assert run.job("decide").result == "failure"


def test_a_review_after_the_last_push_decides_again(site: Any) -> None:
    """Woken by the review's run, with the same rights and nothing of the gate's report told anew."""
    site.answer("github", "true")
    site.answer("decide", DECIDE)
    run = site.run("go-no-go", "workflow_run", _finished(site, "review", "pull_request_review"), options=TOKENS)
    assert _words(run) == DECIDED


@pytest.mark.parametrize(("workflow", "gate"), [("pr-report", "pr-gate"), ("go-no-go", "review")])
def test_a_merge_queue_has_nobody_to_tell(site: Any, workflow: str, gate: str) -> None:
    """A gate that no pull request began is neither commented on nor decided about."""
    run = site.run(workflow, "workflow_run", _finished(site, gate, "merge_group"), options=TOKENS)
    assert run.calls == []
    assert {job.result for job in run.jobs.values()} <= {"skipped"}


def test_a_gate_that_was_cancelled_is_not_told(site: Any) -> None:
    """The newer push that cancelled it has a gate of its own; without one, no status is no pass."""
    event = _finished(site, "pr-gate", "pull_request", "cancelled")
    run = site.run("pr-report", "workflow_run", event, options=TOKENS)
    assert run.calls == []


def test_what_runs_is_the_default_branch(site: Any) -> None:
    """Whatever the pull request's commit holds: the checkout is the default branch, and only that one."""
    site.answer("github", 'git -C "$GITHUB_WORKSPACE" rev-parse HEAD >> "$TEST_CALLS.heads"')
    site.answer("decide", DECIDE)
    event = _finished(site, "pr-gate", "pull_request")
    event["workflow_run"]["head_sha"] = site.branch("topic", {"scripts/bootstrap": "#!/bin/sh\nexit 1\n"})
    site.run("pr-report", "workflow_run", json.loads(json.dumps(event)), options=TOKENS)
    heads = (site.folder / "calls.heads").read_text(encoding="utf-8").split()
    assert set(heads) == {site.git("rev-parse", "main")}
    assert len(heads) == 4
