"""The gate on the shipped registry and its recorded answers, in a repository of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sekisho.adapters.answers import load_recordings
from sekisho.cli.app import run
from sekisho.commands import answering
from sekisho.errors import ExitCode
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.serialize import digest

Edit = Callable[[str, str, str], None]
Captured = pytest.CaptureFixture[str]


def _git(where: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    subprocess.run(["git", "-C", str(where), *identity, *arguments], check=True, capture_output=True)


def _report(desk: Path) -> dict[str, object]:
    report: dict[str, object] = json.loads((desk / ".sekisho/gate/report.json").read_text(encoding="utf-8"))
    return report


def test_without_a_change_there_is_nothing_to_run(desk: Path, capsys: Captured) -> None:
    """An untouched registry passes, and the report says that nothing was run."""
    assert run(["gate"]) is ExitCode.OK
    assert "nothing to run" in capsys.readouterr().out
    assert {"report.md", "report.json", "report.html"} <= {path.name for path in (desk / ".sekisho/gate").iterdir()}


def test_a_comment_changes_no_behaviour(edit: Edit, capsys: Captured) -> None:
    """Comments and formatting are seen, named and not tested."""
    edit("workflows/desk.yaml", "entry: true", "entry: true # where dialogues begin")
    assert run(["gate"]) is ExitCode.OK
    assert "no behaviour change" in capsys.readouterr().out


def test_a_reply_that_loses_its_fact_is_refused(desk: Path, edit: Edit, capsys: Captured) -> None:
    """Broken dialogues are shown with their cause, the turn and both replies; the exit code is 1."""
    edit("workflows/visit.yaml", "ご予約が完了しました。", "ありがとうございます。")
    edit("workflows/visit.yaml", "ご予約番号は{{ nodes.book_visit.result.reservation_number }}です。", "")
    assert run(["gate"]) is ExitCode.NO
    out = capsys.readouterr().out
    assert out.startswith("✗ FAIL")
    assert "NLG." in out
    report = _report(desk)
    broken = [pair for pair in report["comparison"]["pairs"] if pair["pairing"] == "broken"]  # type: ignore[index]
    assert len(broken) >= 3
    assert all(pair["case"].startswith(("golden/ja-book", "golden/ja-")) for pair in broken)
    assert all(pair["cause"]["stage"] == "NLG" for pair in broken)


def test_answers_nobody_recorded_leave_it_open(edit: Edit, capsys: Captured) -> None:
    """The verdict is inconclusive, and says which prompts' answers are missing and how to get them."""
    edit("prompts/intent.prompt.yml", "max_tokens: 24", "max_tokens: 25")
    assert run(["gate"]) is ExitCode.INCONCLUSIVE
    out = capsys.readouterr().out
    assert "intent" in out
    assert "sekisho gate --answers fill" in out


def test_a_loosened_tolerance_cannot_help_the_change_that_brings_it(edit: Edit, capsys: Captured) -> None:
    """Policy and behaviour in one change are refused before anything runs."""
    edit("workflows/visit.yaml", "ご予約が完了しました。", "ありがとうございます。")
    edit("policies/gate.yaml", "margin: 0.03", "margin: 0.9")
    assert run(["gate"]) is ExitCode.NO
    assert "✗ behaviour and evaluation apart" in capsys.readouterr().out


def test_an_invalid_registry_is_refused_with_its_findings(edit: Edit, capsys: Captured) -> None:
    """The finding names file, line and rule; nothing is run."""
    edit("workflows/desk.yaml", "prompt: intent", "prompt: intend")
    assert run(["gate"]) is ExitCode.NO
    assert "registry/workflows/desk.yaml:" in capsys.readouterr().out


def test_the_base_against_itself_on_recorded_answers_is_the_same(desk: Path, edit: Edit, capsys: Captured) -> None:
    """The noise floor of a replay is nothing, and says so; the second run of the base has its own run file."""
    edit("workflows/visit.yaml", "ご予約が完了しました。", "ご予約が完了しました。よろしくお願いします。")
    run(["gate", "--noise"])
    assert "none of" in capsys.readouterr().out
    noise = _report(desk)["comparison"]["noise"]  # type: ignore[index]
    assert noise["unstable"] == []
    assert noise["cases"] > 100
    again, baseline = (desk / ".sekisho/gate" / f"{name}.jsonl" for name in ("baseline-again", "baseline"))
    assert again.read_bytes() == baseline.read_bytes()
    assert str(_report(desk)["reproduce"]).endswith("--noise")


class Moody:
    """A live model: the recorded answers, but now and then it takes a sentence for small talk."""

    engine = "moody 1"

    def __init__(self, answers: dict[str, ModelAnswer]) -> None:
        self._answers = answers
        self._asked = 0

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Answer, whatever the trial, as the first one was recorded; nothing to what nobody recorded."""
        assert timeout_s > 0
        self._asked += 1
        known = self._answers.get(digest(request.model_copy(update={"trial": 0})))
        answer = known or ModelAnswer(text="{}", object={}, model=request.model)
        if prompt == "intent" and self._asked % 37 == 0:
            return answer.model_copy(update={"text": '{"intent": "small_talk"}', "object": {"intent": "small_talk"}})
        return answer


def test_live_answers_show_what_flips_by_itself(
    desk: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """Trials are held on every side, the base runs once more, and cases that flip are named and fail nothing."""
    answers: dict[str, ModelAnswer] = {}
    for file in (desk / "registry/recordings").glob("*.jsonl"):
        answers |= load_recordings(file.read_text(encoding="utf-8").split("\n"), name=file.name)
    opened = Moody(answers)
    monkeypatch.setitem(answering.OPENERS, "local", lambda *_: opened)
    edit("workflows/visit.yaml", "ご予約が完了しました。", "ご予約が完了しました。よろしくお願いします。")
    run(["gate", "--answers", "live", "--trials", "2", "--noise"])
    report = _report(desk)
    assert report["candidate"]["trials"] == 2  # type: ignore[index]
    comparison: dict[str, Any] = report["comparison"]  # type: ignore[assignment]
    assert comparison["noise"]["unstable"]
    assert {pair["pairing"] for pair in comparison["pairs"]} >= {"passed", "unstable"}
    reliability = next(metric for metric in comparison["metrics"] if metric["name"] == "pass_hat_k")
    assert 0 < reliability["baseline"] < 1
    out = capsys.readouterr().out
    assert "the base against itself" in out
    assert "✗ must-pass" not in out


def test_trials_that_nobody_recorded_leave_it_open(capsys: Captured, desk: Path) -> None:
    """A replay has the trials that were recorded: one more is a missing answer, not a pass."""
    assert desk.is_dir()
    command = ["eval", "--case", "golden/ja-book-basic-01", "--trials", "2", "--out", "trials.jsonl"]
    assert run(command) is ExitCode.INCONCLUSIVE
    assert "1 passed, 1 unrecorded" in capsys.readouterr().out


def test_two_runs_are_the_same_bytes(desk: Path) -> None:
    """The run file of a replayed run depends on the registry alone."""
    written = []
    for concurrency in ("1", "50"):
        out = desk / f"run-{concurrency}.jsonl"
        run(["eval", "--case", "golden/ja-book-*", "--concurrency", concurrency, "--out", str(out)])
        written.append(out.read_bytes())
    assert written[0] == written[1]


def test_a_killed_run_goes_on_where_it_stopped(desk: Path) -> None:
    """After a kill the finished cases are in the journal, are not run again, and the run file is the same."""
    command = [sys.executable, "-m", "sekisho", "eval", "--concurrency", "1", "--out", "run.jsonl"]
    journal = desk / "run.jsonl.partial"
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (journal.exists() and journal.read_bytes().count(b"\n") > 10) and process.poll() is None:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    finished = journal.read_bytes().count(b"\n") - 1
    assert finished >= 10
    assert not (desk / "run.jsonl").exists()
    subprocess.run(command, capture_output=True, check=False)
    resumed = (desk / "run.jsonl").read_bytes()
    (desk / "run.jsonl").unlink()
    subprocess.run(command, capture_output=True, check=False)
    assert (desk / "run.jsonl").read_bytes() == resumed
    assert not journal.exists()


def test_two_run_files_can_be_compared(edit: Edit, capsys: Captured) -> None:
    """`compare` finds the broken dialogues of two runs without looking at the change."""
    run(["eval", "--case", "golden/ja-book-*", "--out", "before.jsonl"])
    edit("workflows/visit.yaml", "ご予約が完了しました。", "ありがとうございます。")
    run(["eval", "--case", "golden/ja-book-*", "--out", "after.jsonl"])
    capsys.readouterr()
    assert run(["compare", "before.jsonl", "after.jsonl"]) in {ExitCode.NO, ExitCode.INCONCLUSIVE}
    assert "Broken dialogues" in capsys.readouterr().out


def test_a_report_can_be_rendered_again(edit: Edit, capsys: Captured) -> None:
    """The Markdown of a finished gate is the same when rendered from its JSON."""
    edit("workflows/desk.yaml", "entry: true", "entry: true # where dialogues begin")
    run(["gate"])
    capsys.readouterr()
    assert run(["report", "comment"]) is ExitCode.OK
    assert capsys.readouterr().out.strip() == Path(".sekisho/gate/report.md").read_text(encoding="utf-8").strip()


def test_a_report_is_read_in_every_format(edit: Edit, tmp_path: Path, capsys: Captured) -> None:
    """Format, then file; a decision belongs to the formats that people of the pull request read."""
    edit("workflows/desk.yaml", "entry: true", "entry: true # where dialogues begin")
    run(["gate"])
    file = ".sekisho/gate/report.json"
    decision = tmp_path / "decision.json"
    reason = {"id": "approvals", "state": 1, "message": "one group is missing"}
    decision.write_text(json.dumps({"state": 1, "reasons": [reason]}), encoding="utf-8")
    capsys.readouterr()
    for format_, start in (
        ("text", "✓ PASS"),
        ("json", "{"),
        ("html", "<!doctype html>"),
        ("comment", "<!-- sekisho:gate -->\n## ✓ PASS"),
        ("summary", "## ✓ PASS"),
        ("annotations", ""),
    ):
        assert run(["report", format_, file]) is ExitCode.OK
        out = capsys.readouterr().out
        assert out.lower().startswith(start.lower())
        assert bool(out) is (format_ != "annotations")
    for format_ in ("comment", "summary"):
        assert run(["report", format_, file, "--decision", str(decision)]) is ExitCode.OK
        out = capsys.readouterr().out
        assert "## … Waiting" in out
        assert "one group is missing" in out
    assert run(["report", "text", file, "--decision", str(decision)]) is ExitCode.USAGE
    assert run(["report", "comment", file, "--decision", file]) is ExitCode.COULD_NOT_RUN
    assert "is not a decision" in capsys.readouterr().err


def test_a_decision_about_another_commit_is_not_shown(edit: Edit, tmp_path: Path, capsys: Captured) -> None:
    """A Go beside a report of something else would be a lie in both."""
    edit("workflows/desk.yaml", "entry: true", "entry: true # where dialogues begin")
    run(["gate"])
    words = ("repository", "title", "author", "base", "head_ref", "base_ref", "head_repository")
    pull = dict.fromkeys(words, "x") | {"number": 7, "head": "e" * 40}
    decision = tmp_path / "decision.json"
    decision.write_text(json.dumps({"state": 0, "reasons": [], "pull": pull}), encoding="utf-8")
    capsys.readouterr()
    assert run(["report", "comment", "--decision", str(decision)]) is ExitCode.COULD_NOT_RUN
    said = capsys.readouterr()
    assert "decides about eeeeeeeeeeee, the report judges working tree" in said.err
    assert said.out == ""


def test_a_recorded_dialogue_can_be_replayed_in_chat(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """`chat` answers from the recordings, by the executor that the gate runs."""
    import io

    case = (desk / "registry/golden/ja-book-basic-01.yaml").read_text(encoding="utf-8")
    first = next(line for line in case.splitlines() if "user:" in line).split("user:")[1].strip().strip("'\"")
    monkeypatch.setattr("sys.stdin", io.StringIO(first + "\n"))
    assert run(["chat", "--answers", "replay", "--trace"]) is ExitCode.OK
    assert "book_visit" in capsys.readouterr().out
