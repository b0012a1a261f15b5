"""`sekisho github` as a workflow calls it: events in files, the environment of a job, one GitHub."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from fake_github.archives import zipped
from fake_github.server import FakeGitHub, Fault
from fake_github.settings import guarded
from fake_github.world import BOT, FORK, FORK_ID, HEAD, REPOSITORY, TOKEN

from sekisho.adapters.github import comments
from sekisho.cli.app import run
from sekisho.commands import github_client, github_comment
from sekisho.errors import ExitCode
from sekisho.model.change import ChangeSet, TestPlan
from sekisho.model.decision import Decision, DecisionReason, DecisionState
from sekisho.model.verdict import GateCheck, GateReport, Verdict, VerdictState
from sekisho.serialize import pretty_json
from sekisho.text.comment_marks import RunOrder, is_marked, order_of

Write = Callable[..., Path]
Captured = pytest.CaptureFixture[str]
HOSTILE = "::set-output name=x::y\n##[error]z @octo-org/everyone <!-- sekisho:gate --> <img src=x>"


@pytest.fixture(autouse=True)
def job(github: FakeGitHub, clock: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment of a job, waiting that takes no time."""
    monkeypatch.chdir(tmp_path)
    for name, value in (("GITHUB_API_URL", github.url), ("GITHUB_TOKEN", TOKEN), ("GITHUB_RUN_ID", "900")):
        monkeypatch.setenv(name, value)
    for name in ("GITHUB_EVENT_PATH", "GITHUB_REPOSITORY", "SEKISHO_TEAM_TOKEN", "GITHUB_RUN_ATTEMPT"):
        monkeypatch.delenv(name, raising=False)
    waiting = github_client.Waiting(clock.now, clock.sleep, lambda: 0.5)
    monkeypatch.setattr(github_client.open_client, "__defaults__", (str, waiting))


def _report(state: VerdictState = VerdictState.PASS, head: str | None = HEAD, **fields: Any) -> bytes:
    changes = ChangeSet(base="b" * 40, head=head or "", changes=(), types=())
    plan = None if head is None else TestPlan(change_set=changes, affected=(), suites=())
    checks = (GateCheck(id="must-pass", state=state, message=fields.pop("message", "all of them hold")),)
    return pretty_json(GateReport(verdict=Verdict(state=state, checks=checks), plan=plan, **fields)).encode()


def _leave(github: FakeGitHub, report: bytes, run_id: int = 500) -> None:
    github.world.add_artifact(run_id, zipped(("report.json", report)))


def _body(github: FakeGitHub) -> str:
    (found,) = github.world.comments[7]
    return str(found["body"])


def _status(github: FakeGitHub) -> Mapping[str, Any]:
    found: Mapping[str, Any] = github.world.statuses[HEAD][-1]
    return found


def _decision(tmp_path: Path, state: DecisionState, message: str = "two owners") -> str:
    reason = DecisionReason(id="owners", state=state, message=message)
    path = tmp_path / "decision.json"
    path.write_text(pretty_json(Decision(state=state, reasons=(reason,))), encoding="utf-8")
    return str(path)


def test_a_verdict_becomes_the_comment_and_the_status(github: FakeGitHub, run_event: Write, capsys: Captured) -> None:
    """The report the run has left is fetched, shown and linked."""
    _leave(github, _report())
    event = str(run_event())
    assert run(["github", "comment", "--event", event]) is ExitCode.OK
    assert capsys.readouterr().out == f"comment created: https://github.com/{REPOSITORY}/pull/7#issuecomment-1001\n"
    assert is_marked(_body(github))
    assert order_of(_body(github)) == RunOrder(500, 1)
    assert "PASS" in _body(github).upper()
    assert run(["github", "status", "--event", event]) is ExitCode.OK
    assert capsys.readouterr().out == f"sekisho/gate is success on {HEAD[:12]}\n"
    status = _status(github)
    assert (status["context"], status["state"]) == ("sekisho/gate", "success")
    assert status["target_url"] == f"https://github.com/{REPOSITORY}/actions/runs/500/attempts/1"


@pytest.mark.parametrize(
    ("state", "conclusion", "shown"),
    [
        (VerdictState.FAIL, "failure", "failure"),
        (VerdictState.INCONCLUSIVE, "failure", "failure"),
        (VerdictState.ERROR, "failure", "error"),
    ],
)
def test_what_is_no_pass_is_none(
    github: FakeGitHub, run_event: Write, state: VerdictState, conclusion: str, shown: str
) -> None:
    """Each verdict has its own status, and only a pass is a success."""
    _leave(github, _report(state, message="three dialogues broke"))
    event = str(run_event(workflow_run__conclusion=conclusion))
    assert run(["github", "status", "--event", event]) is ExitCode.OK
    assert _status(github)["state"] == shown
    assert "three dialogues broke" in _status(github)["description"]


FORGED = {
    "another commit": (_report(head="c" * 40), "foreign"),
    "no commit": (_report(head=None), "foreign"),
    "another schema": (b'{"format": "sekisho-gate/1", "verdict": "pass"}', "does not follow the schema, at verdict"),
    "no json": (b"PASS", "does not follow the schema, at its beginning"),
    "another format": (_report(format="sekisho-gate/9"), "its format is not"),
    "deep json": (b"[" * 5_000, "does not follow the schema"),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_report_is_not_shown(github: FakeGitHub, run_event: Write, case: str) -> None:
    """It is said what is wrong with it; the status is an error."""
    report, why = FORGED[case]
    _leave(github, report)
    event = str(run_event())
    assert run(["github", "comment", "--event", event]) is ExitCode.OK
    assert "No verdict" in _body(github)
    assert why in _body(github).replace("\\", "")
    assert run(["github", "status", "--event", event]) is ExitCode.OK
    assert _status(github)["state"] == "error"


def test_a_pass_of_a_run_that_failed_is_not_believed(github: FakeGitHub, run_event: Write) -> None:
    """The change may have written its own report; how its run ended it has not."""
    _leave(github, _report())
    assert run(["github", "status", "--event", str(run_event(workflow_run__conclusion="failure"))]) is ExitCode.OK
    assert _status(github)["state"] == "error"
    assert "ended as 'failure'" in _status(github)["description"]


def test_no_report_is_told_in_the_language_of_the_checkout(
    github: FakeGitHub, run_event: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gate policy of the default branch says which; there is no report that could."""
    policies, here = tmp_path / "registry" / "policies", Path(__file__).parents[2]
    policies.mkdir(parents=True)
    text = (here / "registry" / "policies" / "gate.yaml").read_text(encoding="utf-8")
    (policies / "gate.yaml").write_text(text.replace("language: en", "language: ja"), encoding="utf-8")
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "ja"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    _leave(github, b"PASS")
    assert run(["github", "comment", "--event", str(run_event())]) is ExitCode.OK
    assert "の判定はありません" in _body(github)


@pytest.mark.parametrize("conclusion", ["cancelled", "failure", "timed_out"])
def test_a_gate_that_left_nothing(github: FakeGitHub, run_event: Write, conclusion: str) -> None:
    """A cancelled or crashed gate yields a comment and an error, never silence."""
    event = str(run_event(workflow_run__conclusion=conclusion))
    assert run(["github", "comment", "--event", event]) is ExitCode.OK
    assert "left no report" in _body(github)
    assert conclusion in _body(github).replace("\\", "")
    assert run(["github", "status", "--event", event]) is ExitCode.OK
    assert _status(github)["state"] == "error"


def test_a_bomb_and_a_hundred_megabytes(github: FakeGitHub, run_event: Write) -> None:
    """What is too large is said to be, in the comment."""
    _leave(github, b"0" * (20 << 20))
    assert run(["github", "comment", "--event", str(run_event())]) is ExitCode.OK
    assert "would unpack to more than" in _body(github)
    github.world.add_artifact(501, b"", size_in_bytes=100 << 20)
    assert run(["github", "comment", "--event", str(run_event(501))]) is ExitCode.OK
    assert "more than 16 MiB" in _body(github)


def test_a_fork(github: FakeGitHub, run_event: Write) -> None:
    """The pull request of a fork's branch gets its comment; ours of the same commit does not."""
    github.world.add_pull(8, HEAD, repo=(FORK, FORK_ID))
    _leave(github, _report())
    assert run(["github", "comment", "--event", str(run_event(fork=True))]) is ExitCode.OK
    assert set(github.world.comments) == {8}


def test_two_pull_requests_of_one_branch(github: FakeGitHub, run_event: Write, capsys: Captured) -> None:
    """None of them is guessed; the exit code says that it could not be decided."""
    for number in (8, 9):
        github.world.add_pull(number, HEAD, repo=(FORK, FORK_ID))
    assert run(["github", "comment", "--event", str(run_event(fork=True))]) is ExitCode.INCONCLUSIVE
    assert capsys.readouterr().out == "no comment: several open pull requests have this commit as their head\n"
    assert github.world.comments == {}


def test_a_closed_pull_request_is_left_alone(github: FakeGitHub, run_event: Write, capsys: Captured) -> None:
    """That is no failure."""
    github.world.add_pull(7, HEAD, state="closed")
    assert run(["github", "comment", "--event", str(run_event())]) is ExitCode.OK
    assert capsys.readouterr().out == "no comment: the pull request is closed\n"


def test_a_merge_group_has_a_status_and_no_comment(github: FakeGitHub, run_event: Write, capsys: Captured) -> None:
    """Its commit is judged like any other."""
    _leave(github, _report())
    event = str(run_event(workflow_run__event="merge_group", workflow_run__head_branch="gh-readonly-queue/main/pr-7-x"))
    assert run(["github", "comment", "--event", event]) is ExitCode.OK
    assert "not about a pull request" in capsys.readouterr().out
    assert run(["github", "status", "--event", event]) is ExitCode.OK
    assert _status(github)["state"] == "success"


def test_a_push_has_neither(github: FakeGitHub, write_event: Write, capsys: Captured) -> None:
    """A push was judged before it was merged."""
    event = str(write_event("push"))
    for verb in ("comment", "status"):
        assert run(["github", verb, "--event", event]) is ExitCode.OK
        assert capsys.readouterr().out.startswith(f"no {verb}: the event is not about")
    assert github.journal == []


def test_a_decision_is_shown_and_stays(github: FakeGitHub, run_event: Write, tmp_path: Path, capsys: Captured) -> None:
    """The decision's comment replaces the gate's, and a late report of the same gate does not replace it."""
    _leave(github, _report())
    event, decision = str(run_event()), _decision(tmp_path, DecisionState.WAITING)
    for more in ([], ["--decision", decision], []):
        assert run(["github", "comment", "--event", event, *more]) is ExitCode.OK
    assert "a newer run has commented already" in capsys.readouterr().out
    assert order_of(_body(github)) == RunOrder(500, 1, 900)
    assert "Waiting" in _body(github)
    assert run(["github", "status", "--event", event, "--decision", decision]) is ExitCode.OK
    status = _status(github)
    assert (status["context"], status["state"]) == ("sekisho/go-no-go", "pending")
    assert status["description"] == "Waiting: two owners"


@pytest.mark.parametrize(
    ("state", "shown"),
    [(DecisionState.GO, "success"), (DecisionState.WAITING, "pending"), (DecisionState.NO_GO, "failure")],
)
def test_each_decision_has_its_status(
    github: FakeGitHub, run_event: Write, tmp_path: Path, state: DecisionState, shown: str
) -> None:
    """Go, waiting and No-Go; a Go without a report that holds is an error."""
    decision = _decision(tmp_path, state)
    arguments = ["github", "status", "--event", str(run_event()), "--decision", decision]
    assert run(arguments) is ExitCode.OK
    assert _status(github)["state"] == ("error" if state is DecisionState.GO else shown)
    _leave(github, _report())
    assert run(arguments) is ExitCode.OK
    assert _status(github)["state"] == shown


def test_a_decision_about_another_commit_is_refused(
    github: FakeGitHub, run_event: Write, tmp_path: Path, capsys: Captured
) -> None:
    """It would be shown on a commit nobody decided about; and a file that is no decision is none."""
    assert github.url
    path = tmp_path / "decision.json"
    pull = {"repository": REPOSITORY, "number": 7, "title": "", "author": "a", "head": "c" * 40, "base": "b" * 40}
    pull |= {"head_ref": "topic", "base_ref": "main", "head_repository": REPOSITORY}
    for content in ({"state": 0, "reasons": [], "pull": pull}, {"state": 7}):
        path.write_text(json.dumps(content), encoding="utf-8")
        arguments = ["github", "comment", "--event", str(run_event()), "--decision", str(path)]
        assert run(arguments) is ExitCode.COULD_NOT_RUN
        assert "try: sekisho decide" in capsys.readouterr().err


def test_a_review_wakes_the_gate_s_report(github: FakeGitHub, run_event: Write, tmp_path: Path) -> None:
    """The run that a review started left nothing itself: the report is that of the commit's required check."""
    _leave(github, _report())
    github.world.add_check(HEAD, "success", 500)
    github.world.add_run(500, HEAD, 3)
    event = run_event(700, workflow_run__event="pull_request_review", workflow_run__path=".github/workflows/review.yml")
    decision = _decision(tmp_path, DecisionState.GO)
    assert run(["github", "comment", "--event", str(event), "--decision", decision]) is ExitCode.OK
    assert order_of(_body(github)) == RunOrder(500, 3, 900)
    assert "Go: the change may be merged" in _body(github)


def test_a_review_before_the_gate(github: FakeGitHub, run_event: Write) -> None:
    """There is nothing to show yet, and it is said."""
    event = run_event(700, workflow_run__event="pull_request_review", workflow_run__path="x")
    assert run(["github", "comment", "--event", str(event)]) is ExitCode.OK
    assert "has not run for this commit" in _body(github)


def test_a_report_from_a_file(github: FakeGitHub, run_event: Write, tmp_path: Path) -> None:
    """It is held against the commit as a fetched one is; where there is no file there is no report."""
    path = tmp_path / "report.json"
    arguments = ["github", "comment", "--event", str(run_event()), "--report", str(path)]
    assert run(arguments) is ExitCode.OK
    assert "left no report" in _body(github)
    path.write_bytes(_report(head="c" * 40))
    assert run(arguments) is ExitCode.OK
    assert "foreign" in _body(github)
    path.write_bytes(_report())
    assert run(arguments) is ExitCode.OK
    assert "No verdict" not in _body(github)
    assert github.asked_for("GET", "/artifacts") == []


def test_the_gate_s_own_job(github: FakeGitHub, write_event: Write, tmp_path: Path) -> None:
    """Called in the pull request's own run, that run orders the comment."""
    (tmp_path / "report.json").write_bytes(_report())
    places = {"repository__full_name": REPOSITORY, "pull_request__number": 7, "pull_request__head__sha": HEAD}
    event = write_event("pull_request", **places)
    assert run(["github", "comment", "--event", str(event), "--report", "report.json"]) is ExitCode.OK
    assert order_of(_body(github)) == RunOrder(900, 1)


def test_an_older_run_late(github: FakeGitHub, run_event: Write, capsys: Captured) -> None:
    """The slow gate's report comes after the fast one's and changes nothing, comment or status."""
    for run_id, state in ((501, VerdictState.FAIL), (500, VerdictState.PASS)):
        _leave(github, _report(state), run_id)
    events = [run_event(501, workflow_run__conclusion="failure").rename("new.json"), run_event(500)]
    for event in events:
        for verb in ("comment", "status"):
            assert run(["github", verb, "--event", str(event)]) is ExitCode.OK
    assert capsys.readouterr().out.count("a newer run has") == 2
    assert order_of(_body(github)) == RunOrder(501, 1)
    assert [one["state"] for one in github.world.statuses[HEAD]] == ["failure"]


@pytest.mark.parametrize("verb", ["comment", "status"])
def test_a_dry_run_writes_nothing(
    github: FakeGitHub, run_event: Write, tmp_path: Path, capsys: Captured, verb: str
) -> None:
    """What would be posted is printed, each line marked, so that nothing in it is a command of the runner."""
    report = _report(VerdictState.FAIL, message=HOSTILE, reproduce=HOSTILE)
    _leave(github, report)
    decision = _decision(tmp_path, DecisionState.NO_GO, HOSTILE)
    event = str(run_event(workflow_run__conclusion="failure"))
    for more in ([], ["--decision", decision]):
        assert run(["github", verb, "--event", event, "--dry-run", *more]) is ExitCode.OK
        told = capsys.readouterr()
        assert told.err.startswith("would ")
        assert len(told.out.splitlines()) >= 2
        assert all(line.startswith("| ") for line in told.out.splitlines())
        assert "##[" not in told.out
    assert {seen.method for seen in github.journal} == {"GET"}


def test_hostile_words_stay_words(github: FakeGitHub, run_event: Write, capsys: Captured) -> None:
    """A title and a branch name reach neither the log nor the comment; a message in the report is neutralised."""
    github.world.add_pull(8, HEAD, repo=(FORK, FORK_ID), title=HOSTILE, ref="::error::x")
    _leave(github, _report(VerdictState.FAIL, message=HOSTILE))
    event = run_event(fork=True, workflow_run__head_branch="::error::x", workflow_run__conclusion="failure")
    for verb in ("comment", "status"):
        assert run(["github", verb, "--event", str(event)]) is ExitCode.OK
    told = capsys.readouterr()
    assert "::" not in told.out.replace("https://", "") + told.err
    body = str(github.world.comments[8][0]["body"])
    assert body.count("<!--") == 2
    assert "@octo-org" not in body
    assert "<img" not in body
    assert "\n::" not in body


@pytest.mark.parametrize("verb", ["comment", "status"])
def test_github_that_cannot_be_reached(
    run_event: Write, monkeypatch: pytest.MonkeyPatch, capsys: Captured, verb: str
) -> None:
    """Exit code 3, a line for each wait, one message, one hint, no token."""
    monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:9")
    assert run(["github", verb, "--event", str(run_event())]) is ExitCode.COULD_NOT_RUN
    told = capsys.readouterr()
    assert "\nsekisho: GitHub: GET " in told.err
    assert "cannot be reached" in told.err
    assert "\n  try: " in told.err
    assert TOKEN not in told.err + told.out


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("GITHUB_TOKEN", "", "there is no token"),
        ("GITHUB_TOKEN", "ghs_se\ncret", "characters that no token has"),
        ("GITHUB_TOKEN", "wrong", "refused with 401: Bad credentials"),
        ("GITHUB_API_URL", "http://github.example/api/v3", "not https"),
        ("GITHUB_API_URL", "https://a:b@github.example", "no address of an API"),
        ("GITHUB_API_URL", "nonsense", "no address of an API"),
    ],
)
def test_a_token_or_an_address_that_will_not_do(
    run_event: Write, monkeypatch: pytest.MonkeyPatch, capsys: Captured, name: str, value: str, message: str
) -> None:
    """It is said what is wrong, and the token is not shown."""
    monkeypatch.setenv(name, value)
    assert run(["github", "comment", "--event", str(run_event())]) is ExitCode.COULD_NOT_RUN
    told = capsys.readouterr().err
    assert message in told
    assert "cret" not in told


def test_without_the_extra(run_event: Write, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """It is said what is missing and how to get it."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    assert run(["github", "comment", "--event", str(run_event())]) is ExitCode.COULD_NOT_RUN
    told = capsys.readouterr().err
    assert "talking to GitHub needs the extra 'http'" in told
    assert "try: scripts/bootstrap run http" in told


def test_a_token_from_a_file(github: FakeGitHub, run_event: Write, tmp_path: Path, capsys: Captured) -> None:
    """The file goes before the environment; one that holds more than a token is refused."""
    github.world.writers["file-token"] = BOT
    path = tmp_path / "token"
    path.write_text("file-token\n", encoding="ascii")
    arguments = ["github", "comment", "--event", str(run_event()), "--token-file", str(path)]
    assert run(arguments) is ExitCode.OK
    assert {seen.headers["authorization"] for seen in github.journal} == {"Bearer file-token"}
    path.write_text("x" * 5000, encoding="ascii")
    assert run(arguments) is ExitCode.COULD_NOT_RUN
    assert "xxx" not in capsys.readouterr().err


def test_an_event_that_is_not_over(run_event: Write, capsys: Captured) -> None:
    """A run that was only asked for has nothing to report."""
    assert run(["github", "status", "--event", str(run_event(action="requested"))]) is ExitCode.COULD_NOT_RUN
    assert "the gate's run is requested" in capsys.readouterr().err


def test_the_author_can_be_named(github: FakeGitHub, run_event: Write) -> None:
    """Then nobody is asked who the token is."""
    _leave(github, _report())
    assert run(["github", "comment", "--event", str(run_event()), "--author", BOT]) is ExitCode.OK
    assert github.asked_for("GET", "/user") == []


def test_the_wait_after_a_change_is_the_one_that_is_documented(
    github: FakeGitHub, run_event: Write, clock: Any
) -> None:
    """Whoever has written looks again after the settling time, with no other wait."""
    _leave(github, _report())
    run(["github", "comment", "--event", str(run_event())])
    assert clock.slept == [comments.SETTLE_S]
    assert github_comment.CommentOptions(Path()).settle_s == comments.SETTLE_S


def test_an_audit_without_a_finding(github: FakeGitHub, capsys: Captured) -> None:
    """Everything is asked and readable, except a registry, which is not here."""
    guarded(github)
    assert run(["github", "audit", "--repository", REPOSITORY, "--heartbeat", "26"]) is ExitCode.INCONCLUSIVE
    told = capsys.readouterr().out
    assert told.startswith(f"{REPOSITORY}, branch main: 0 finding(s), 1 not readable\n  ? quarantine")
    assert "canary-heartbeat" in told


def test_an_audit_with_findings(github: FakeGitHub, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """Each is a finding with what was found and expected; the exit code is 1. The job's repository is the default."""
    guarded(github)
    github.world.settings |= {"rules": [], "actions": {"enabled": True, "allowed_actions": "all"}}
    monkeypatch.setenv("GITHUB_REPOSITORY", REPOSITORY)
    assert run(["github", "audit", "--format", "json"]) is ExitCode.NO
    report = json.loads(capsys.readouterr().out)
    found = {item["id"]: item for item in report["items"] if item["state"] == "finding"}
    assert found["required-check"]["found"] == "no required check"
    assert found["actions-allowed"]["expected"] == "a list of actions, or local ones"
    assert "force-push" in found


def test_an_audit_of_the_shipped_registry(github: FakeGitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the registry at hand, quarantines are read too, and nothing is left."""
    guarded(github)
    monkeypatch.chdir(Path(__file__).parents[2])
    assert run(["github", "audit", "--repository", REPOSITORY]) is ExitCode.OK


def test_an_audit_that_cannot_ask(github: FakeGitHub, capsys: Captured) -> None:
    """A server that is down is exit code 3, not a repository without rules."""
    github.faults.append(Fault("GET", REPOSITORY, status=503, times=99))
    assert run(["github", "audit", "--repository", REPOSITORY]) is ExitCode.COULD_NOT_RUN
    told = capsys.readouterr().err.splitlines()
    assert told[0] == f"GitHub: GET /repos/{REPOSITORY}: answered 503; going on in 1 s"
    assert len(told) == 7
    assert "answered 503" in told[5]


def test_a_token_from_a_file_is_masked(
    run_event: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """In a workflow, before anything is asked with it."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    assert run(["github", "status", "--event", str(run_event()), "--token-file", str(file)]) is ExitCode.OK
    assert capsys.readouterr().err.startswith(f"::add-mask::{TOKEN}\n")
