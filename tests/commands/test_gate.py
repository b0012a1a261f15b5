"""The gate on the shipped registry and its recorded answers, in a repository of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.cli.app import run
from sekisho.errors import ExitCode

HERE = Path(__file__).resolve().parents[2]
Edit = Callable[[str, str, str], None]
Captured = pytest.CaptureFixture[str]


def _git(where: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    subprocess.run(["git", "-C", str(where), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose main branch holds the shipped registry."""
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(HERE / "registry", root / "registry")
    (root / ".gitignore").write_text(".sekisho/\n", encoding="utf-8")
    _git(root, "init", "-q", "-b", "main")
    _git(root, "add", ".")
    _git(root, "commit", "-q", "-m", "The desk")
    return root


@pytest.fixture
def desk(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of it to edit, and to stand in."""
    _git(tmp_path, "clone", "-q", "--local", str(committed), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    return tmp_path / "clone"


@pytest.fixture
def edit(desk: Path) -> Edit:
    """Replaces a text in a file of the registry."""

    def replace(name: str, old: str, new: str) -> None:
        path = desk / "registry" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


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
    assert "✗ mixed-evaluation" in capsys.readouterr().out


def test_an_invalid_registry_is_refused_with_its_findings(edit: Edit, capsys: Captured) -> None:
    """The finding names file, line and rule; nothing is run."""
    edit("workflows/desk.yaml", "prompt: intent", "prompt: intend")
    assert run(["gate"]) is ExitCode.NO
    assert "registry/workflows/desk.yaml:" in capsys.readouterr().out


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
    assert run(["report", "--format", "markdown"]) is ExitCode.OK
    assert capsys.readouterr().out.strip() == Path(".sekisho/gate/report.md").read_text(encoding="utf-8").strip()


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
