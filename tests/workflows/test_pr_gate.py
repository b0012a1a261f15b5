"""pr-gate.yml from end to end: what the required check says about a pull request, and what it leaves for the others."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

VISIT = "registry/workflows/visit.yaml"
HARMLESS = ("ご予約番号は", "予約番号は")
HARMFUL = ("ご予約が完了しました。", "##[error]forged ありがとうございます。")
TOUCH = 'touch "$TEST_CALLS.pwned"'
HOSTILE = f'$({TOUCH})`{TOUCH}`"; {TOUCH}; ${{{{ github.token }}}} ::error::x'


def pull_request(base: str, head: str, **others: Any) -> Mapping[str, Any]:
    """Return the part of the event that the workflow reads, and what it must not trust."""
    pull = {
        "number": 7,
        "title": "A change",
        "base": {"sha": base, "ref": "main"},
        "head": {"sha": head, "ref": "topic"},
    }
    repository = {"full_name": "sekisho/desk", "default_branch": "main"}
    return {"action": "synchronize", "pull_request": pull | others, "repository": repository}


def _results(run: Any) -> dict[str, str]:
    return {name: job.result for name, job in run.jobs.items()}


def _report(run: Any) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((run.artifacts / "gate-report" / "report.json").read_text(encoding="utf-8"))
    return report


def _said(run: Any, name: str) -> str:
    return "\n".join(argument for job in run.jobs.values() for command, argument in job.commands if command == name)


def test_a_change_that_holds_passes(site: Any) -> None:
    """Every part runs on its own machine, is judged with the others, and the report is kept."""
    base = site.git("rev-parse", "main")
    head = site.branch("topic", site.edit(VISIT, *HARMLESS))
    run = site.run("pr-gate", "pull_request", pull_request(base, head), env={"TEST_SHARDS": "2"})
    names = ("plan", "validate", "suites 1/2", "suites 2/2", "release-gate")
    assert _results(run) == dict.fromkeys(names, "success")
    assert {path.name for path in run.artifacts.iterdir()} == {"gate-part-0", "gate-part-1", "gate-report"}
    assert _report(run)["verdict"]["state"] == 0
    assert {"report.json", "report.md", "report.html"} <= {
        path.name for path in (run.artifacts / "gate-report").iterdir()
    }


def test_a_change_that_breaks_a_dialogue_is_refused(site: Any) -> None:
    """The required check is red, the report says why, and the runner obeys nothing that a reply says."""
    base = site.git("rev-parse", "main")
    head = site.branch("topic", site.edit(VISIT, *HARMFUL))
    run = site.run("pr-gate", "pull_request", pull_request(base, head))
    assert _results(run) == {
        "plan": "success",
        "validate": "success",
        "suites 1/1": "success",
        "release-gate": "failure",
    }
    gate = run.job("release-gate")
    assert gate.steps["Judge"] == "failure"
    assert gate.steps["Keep the report"] == gate.steps["Summarise"] == gate.steps["Annotate"] == "success"
    assert _report(run)["verdict"]["state"] == 2
    assert "stop-commands" in {command for command, _ in gate.commands}
    assert "NLG.concept" in _said(run, "error")


def test_where_nothing_is_to_run_the_check_still_answers(site: Any) -> None:
    """A change outside of the registry passes: by a gate that said so, not by having been skipped."""
    base = site.git("rev-parse", "main")
    run = site.run("pr-gate", "pull_request", pull_request(base, site.branch("topic", {"README.md": "# Words\n"})))
    assert _results(run) == {"plan": "success", "validate": "success", "release-gate": "success"}
    assert any(call.startswith("release-gate: -C change gate") for call in run.calls)
    assert _report(run)["verdict"]["state"] == 0


@pytest.mark.parametrize(
    ("crash", "failed"),
    [("--shard 2/2|change validate", ["suites 2/2", "validate"]), ("--format matrix", ["plan"])],
    ids=["shard-and-validate", "plan"],
)
def test_a_part_that_did_not_do_its_work_is_no_pass(site: Any, crash: str, failed: list[str]) -> None:
    """Killed halfway, as with a machine that vanished: the required check fails and says which part it was."""
    base = site.git("rev-parse", "main")
    head = site.branch("topic", site.edit(VISIT, *HARMLESS))
    env = {"TEST_SHARDS": "2", "TEST_CRASH": crash}
    run = site.run("pr-gate", "pull_request", pull_request(base, head), env=env)
    assert sorted(name for name, result in _results(run).items() if result == "failure") == sorted(
        ["release-gate", *failed]
    )
    assert run.job("release-gate").steps["Every part before this one has done its work"] == "failure"
    assert _report(run)["verdict"]["state"] == 3
    for part in failed:
        assert f"{part.partition(' ')[0]} failure" in _said(run, "error")


def test_a_fork_s_words_and_code_are_data(site: Any) -> None:
    """A hostile title, branch name, set-up and bootstrap from a fork: none runs, the base's tool judges as ever."""
    base = site.git("rev-parse", "main")
    hostile = '#!/bin/sh\ntouch "$TEST_CALLS.pwned"\n'
    step = "{shell: bash, run: 'touch \"$TEST_CALLS.pwned\"'}"
    setup = f"name: x\ndescription: x\nruns: {{using: composite, steps: [{step}]}}\n"
    head = site.branch(
        "fork",
        site.edit(VISIT, *HARMLESS) | {"scripts/bootstrap": hostile, ".github/actions/setup/action.yml": setup},
    )
    site.git("update-ref", "refs/pull/7/head", head)
    site.git("branch", "-q", "-D", "fork")
    event = pull_request(base, head, title=HOSTILE)
    event["pull_request"]["head"] |= {"ref": HOSTILE, "repo": {"full_name": "stranger/desk", "fork": True}}
    run = site.run("pr-gate", "pull_request", event)
    assert _results(run) == dict.fromkeys(("plan", "validate", "suites 1/1", "release-gate"), "success")
    assert not (site.folder / "calls.pwned").exists()
    assert _said(run, "error") == ""


def test_a_merge_queue_judges_what_would_be_merged(site: Any) -> None:
    """By the commits that the queue names, against the revision it is queued on."""
    first = site.branch("first", {"README.md": "# Words\n"})
    head = site.branch("gh-readonly-queue/main/pr-7", site.edit(VISIT, *HARMFUL), start=first)
    group = {"head_sha": head, "base_sha": first, "head_ref": "refs/heads/gh-readonly-queue/main/pr-7"}
    run = site.run("pr-gate", "merge_group", {"action": "checks_requested", "merge_group": group})
    assert run.job("release-gate").result == "failure"
    judged = _report(run)["plan"]["change_set"]
    assert (judged["base"], judged["head"]) == (first, head)


def test_a_registry_that_does_not_hold_together_is_refused(site: Any) -> None:
    """Nothing is run on it; the check is red by the gate's own word, and the finding stands at its line."""
    base = site.git("rev-parse", "main")
    head = site.branch("topic", {VISIT: "type: [\n"})
    run = site.run("pr-gate", "pull_request", pull_request(base, head))
    assert run.job("validate").result == run.job("release-gate").result == "failure"
    assert _report(run)["verdict"]["state"] in (2, 3)
    assert "visit.yaml" in run.job("validate").output
