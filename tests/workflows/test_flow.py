"""From the gate to the pull request: both halves in a row, with the API served by the stateful fake of tests/github."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from fake_github.contract import sample
from fake_github.server import FakeGitHub
from fake_github.world import FORK, FORK_ID, REPOSITORY, REPOSITORY_ID, TOKEN, user

from sekisho.cli.app import run as sekisho
from sekisho.errors import ExitCode

PAYLOAD = Path(__file__).parents[1] / "github" / "payloads" / "workflow_run.json"
VISIT = "registry/workflows/visit.yaml"
RUN = 500


def _gate_ended(head: str, ref: str) -> dict[str, Any]:
    """Return the event that a run of the gate for a fork's pull request has ended: it names no pull request."""
    event: dict[str, Any] = json.loads(PAYLOAD.read_text(encoding="utf-8"))
    event["repository"] |= {"full_name": REPOSITORY, "id": REPOSITORY_ID}
    event["workflow_run"] |= {
        "id": RUN,
        "run_attempt": 1,
        "event": "pull_request",
        "head_sha": head,
        "head_branch": ref,
        "conclusion": "success",
        "path": ".github/workflows/pr-gate.yml",
        "html_url": f"https://github.com/{REPOSITORY}/actions/runs/{RUN}",
        "pull_requests": [],
    }
    event["workflow_run"]["head_repository"] |= {"full_name": FORK, "id": FORK_ID}
    event["workflow_run"]["head_repository"]["owner"]["login"] = FORK.partition("/")[0]
    return event


def _reviewed(head: str) -> dict[str, Any]:
    """Return the event that the run of a review of a fork's pull request has ended."""
    event = _gate_ended(head, "topic")
    event["workflow_run"] |= {"id": 600, "event": "pull_request_review", "path": ".github/workflows/review.yml"}
    return event


def _archive(folder: Path) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*")):
            file.write(path, path.relative_to(folder))
    return archive.getvalue()


def _told(site: Any, github: FakeGitHub, head: str, ref: str = "topic") -> tuple[str, list[tuple[str, str]]]:
    """Run pr-report and return the one comment and the statuses of the head commit."""
    site.answer("decide", "exit 3")
    site.github_cli()
    site.run(
        *("pr-report", "workflow_run", _gate_ended(head, ref)),
        env={"GITHUB_API_URL": github.url},
        options=["-s", f"GITHUB_TOKEN={TOKEN}"],
    )
    (comment,) = github.world.comments[7]
    return comment["body"], [(status["context"], status["state"]) for status in github.world.statuses[head]]


def test_a_fork_s_pull_request_gets_its_own_verdict(site: Any, github: FakeGitHub) -> None:
    """Gated without rights, told by the default branch: found by head commit and repository, under a hostile title."""
    base = site.git("rev-parse", "main")
    head = site.branch("topic", site.edit(VISIT, "ご予約が完了しました。", "ありがとうございます。"))
    pull = {"number": 7, "title": "<!-- sekisho:gate --> @octo-org/all", "base": {"sha": base, "ref": "main"}}
    event = {"pull_request": pull | {"head": {"sha": head, "ref": "topic"}}, "repository": {"full_name": REPOSITORY}}
    gate = site.run("pr-gate", "pull_request", event)
    github.world.add_pull(7, head, repo=(FORK, FORK_ID), title=pull["title"])
    github.world.add_artifact(RUN, _archive(gate.artifacts / "gate-report"))
    body, statuses = _told(site, github, head)
    assert statuses == [("sekisho/gate", "failure")]
    assert "ja-book-basic-01" in body
    assert body.count("<!-- sekisho:gate -->") == 1
    assert "@octo-org/all" not in body


def test_a_verdict_about_another_commit_is_none(site: Any, github: FakeGitHub, tmp_path: Path) -> None:
    """A forged artifact: the report of a commit that passed, left by the run of another one."""
    head = site.branch("topic", {"README.md": "# Words\n"})
    change_set = {"base": "b" * 40, "head": "c" * 40, "changes": [], "types": []}
    report = {
        "verdict": {"state": 0, "checks": [{"id": "must-pass", "state": 0, "message": "all of them hold"}]},
        "plan": {"change_set": change_set, "affected": [], "suites": []},
    }
    (tmp_path / "forged").mkdir()
    (tmp_path / "forged" / "report.json").write_text(json.dumps(report), encoding="utf-8")
    github.world.add_pull(7, head, repo=(FORK, FORK_ID))
    github.world.add_artifact(RUN, _archive(tmp_path / "forged"))
    body, statuses = _told(site, github, head)
    assert [context for context, _ in statuses] == ["sekisho/gate"]
    assert statuses[0][1] in ("failure", "error")
    assert "all of them hold" not in body


def test_a_run_that_left_no_report_is_said_so(site: Any, github: FakeGitHub) -> None:
    """No artifact is no verdict: told, and never a success."""
    head = site.branch("topic", {"README.md": "# Words\n"})
    github.world.add_pull(7, head, repo=(FORK, FORK_ID))
    github.world.add_run(RUN, head)
    _body, statuses = _told(site, github, head)
    assert statuses[0][1] in ("failure", "error")


def _review(github: FakeGitHub, login: str, commit: str) -> None:
    at = "2026-11-20T01:00:00Z"
    review = sample("pull-request-review", user=user(login), state="APPROVED", commit_id=commit, submitted_at=at)
    github.world.reviews.setdefault(7, []).append(review)


def test_an_approval_counts_for_what_was_reviewed(site: Any, github: FakeGitHub, tmp_path: Path) -> None:
    """A push after the approval makes it wait again, a review of what was pushed goes; the author never counts."""
    base, team = site.git("rev-parse", "main"), ["ann", "author"]
    reviewed = site.branch("topic", {"README.md": "# Words\n"})
    head = site.branch("pushed", {"README.md": "# Other words\n"}, start=reviewed)
    gate = ["-C", str(site.origin), "gate", "--since", base, "--head", head, "--out", str(tmp_path / "gate")]
    assert sekisho(gate) is ExitCode.OK
    github.world.add_pull(7, head, repo=(FORK, FORK_ID))["base"]["sha"] = base
    github.world.teams = {"sekisho/maintainers": team}
    github.world.add_run(RUN, head, event="pull_request", path=".github/workflows/pr-gate.yml")
    github.world.add_check(head, "success", RUN)
    github.world.add_artifact(RUN, _archive(tmp_path / "gate"))
    site.github_cli()

    def decided() -> str:
        event, env = _reviewed(head), {"GITHUB_API_URL": github.url}
        run = site.run("go-no-go", "workflow_run", event, env=env, options=["-s", f"GITHUB_TOKEN={TOKEN}"])
        assert run.job("decide").result == "success", run.job("decide").output
        last = github.world.statuses[head][-1]
        assert last["context"] == "sekisho/go-no-go"
        state: str = last["state"]
        return state

    _review(github, "ann", reviewed)
    _review(github, "author", head)
    assert decided() == "pending"
    _review(github, "ann", head)
    assert decided() == "success"
    assert len(github.world.comments[7]) == 1
