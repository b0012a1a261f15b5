"""The workflows around the gate: what wakes them, what they call, in which order, and what stops them."""

from typing import Any

RECORD = 'printf "%s\\n" "$@" > "$TEST_CALLS.arguments"'


def test_a_review_only_wakes(site: Any) -> None:
    """The workflow that a review of a stranger's pull request starts does nothing at all."""
    run = site.run("review", "pull_request_review", {"review": {"body": "$(id)"}, "pull_request": {"number": 7}})
    assert run.job("wake").result == "success"
    assert run.calls == []


def test_the_audit_is_one_call(site: Any) -> None:
    """Red when it finds something: its exit code is the message."""
    site.answer("github", "exit 1")
    run = site.run("policy-audit", "schedule", {})
    assert run.calls == ["audit: github audit"]
    assert run.job("audit").result == "failure"


def test_no_canary_moves_before_it_is_switched_on(site: Any) -> None:
    """The repository variable is the switch."""
    site.answer("rollout", RECORD)
    site.github_cli()
    assert site.run("canary", "schedule", {}).calls == []
    run = site.run("canary", "schedule", {}, options=["--var", "SEKISHO_CANARY=on", "-s", "GITHUB_TOKEN=token"])
    assert run.job("tick").result == "success"
    assert run.calls == ["tick: gh auth setup-git", "tick: rollout tick --environment prod"]


def _rollback(site: Any, **inputs: str) -> list[str]:
    site.answer("rollback", RECORD)
    site.github_cli()
    given = {"environment": "prod", "to": "", "reason": "wrong hours", "apply": "false"} | inputs
    run = site.run("rollback", "workflow_dispatch", {"inputs": given}, options=["-s", "GITHUB_TOKEN=token"])
    assert run.job("rollback").result == "success", run.log
    arguments: list[str] = (site.folder / "calls.arguments").read_text(encoding="utf-8").splitlines()
    return arguments


def test_a_rollback_says_what_it_would_do(site: Any) -> None:
    """By itself it is a dry run to the release before; a reason is one argument, whatever stands in it."""
    reason = '$(touch "$TEST_CALLS.pwned") "; touch "$TEST_CALLS.pwned"; --apply'
    arguments = ["rollback", "--environment", "prod", "--reason", reason, "--dry-run"]
    assert _rollback(site, reason=reason) == arguments
    assert not (site.folder / "calls.pwned").exists()


def test_a_rollback_is_done_when_asked(site: Any) -> None:
    """With apply ticked there is no dry run."""
    arguments = ["rollback", "--environment", "stg", "--to", "release/2026.11.20.1", "--reason", "wrong hours"]
    assert _rollback(site, environment="stg", to="release/2026.11.20.1", apply="true") == arguments
