"""The workflows around the gate: what wakes them, what they call, in which order, and what stops them."""

from collections.abc import Sequence
from typing import Any

from fake_github.server import FakeGitHub
from fake_github.settings import guarded
from fake_github.world import REPOSITORY, TOKEN

STRANGER = TOKEN[::-1]
RECORD = 'printf "%s\\n" "$@" > "$TEST_CALLS.arguments"'


def test_a_review_only_wakes(site: Any) -> None:
    """The workflow that a review of a stranger's pull request starts does nothing at all."""
    run = site.run("review", "pull_request_review", {"review": {"body": "$(id)"}, "pull_request": {"number": 7}})
    assert run.job("wake").result == "success"
    assert run.calls == []


def _audited(site: Any, github: FakeGitHub, more: Sequence[str] = (), **secrets: str) -> Any:
    options = [*more, *(part for name, value in secrets.items() for part in ("-s", f"{name}={value}"))]
    env = {"GITHUB_API_URL": github.url, "GITHUB_REPOSITORY": REPOSITORY}
    return site.run("policy-audit", "schedule", {}, env=env, options=options)


def test_an_audit_is_red_for_what_is_wrong_only(site: Any, github: FakeGitHub) -> None:
    """In order: green. What the token may not read: green, with a warning that names it. A gap: red, at the setting."""
    guarded(github)
    run = _audited(site, github, GITHUB_TOKEN=TOKEN)
    assert run.job("audit").result == "success", run.job("audit").output
    assert not {"warning", "error"} & {name for name, _ in run.job("audit").commands}
    github.world.settings |= {"protection": 403, "actions": 403}
    told = _audited(site, github, GITHUB_TOKEN=TOKEN).job("audit")
    assert told.result == "success", told.output
    (warning,) = (argument for name, argument in told.commands if name == "warning")
    assert "actions-allowed" in warning
    github.world.settings |= {"rules": []}
    github.world.settings |= {"protection": 404}
    told = _audited(site, github, GITHUB_TOKEN=TOKEN).job("audit")
    assert told.result == "failure"
    assert any("release-gate must pass" in argument for name, argument in told.commands if name == "error")


def test_an_audit_asks_for_the_canary_once_it_is_switched_on(site: Any, github: FakeGitHub) -> None:
    """Its last good run is long ago: no matter before the switch, a finding after it."""
    guarded(github)
    github.world.settings["canary"]["workflow_runs"][0]["updated_at"] = "2024-02-29T22:00:00Z"
    assert _audited(site, github, GITHUB_TOKEN=TOKEN).job("audit").result == "success"
    told = _audited(site, github, ["--var", "SEKISHO_CANARY=on"], GITHUB_TOKEN=TOKEN).job("audit")
    assert told.result == "failure"
    assert any("2024-02-29 22:00 UTC" in argument for name, argument in told.commands if name == "error")


def test_an_audit_reads_with_its_own_token(site: Any, github: FakeGitHub) -> None:
    """The secret is used where it is set; an audit that could not ask is red."""
    guarded(github)
    run = _audited(site, github, GITHUB_TOKEN=STRANGER, SEKISHO_AUDIT_TOKEN=TOKEN)
    assert run.job("audit").result == "success", run.job("audit").output
    assert _audited(site, github, GITHUB_TOKEN=STRANGER).job("audit").result == "failure"


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
