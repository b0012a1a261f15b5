import json
import shutil
import subprocess
from pathlib import Path

import pytest

from sekisho.cli.app import run
from sekisho.errors import ExitCode

BASE = Path(__file__).parents[1] / "examples" / "registries" / "_base"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a suite that lints; its only case books, as it should, without breaking a safety rule."""
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path / "cache"))
    root = tmp_path / "repository"
    shutil.copytree(BASE, root)
    case = root / "registry" / "golden" / "book-once.yaml"
    case.write_text(case.read_text().replace("tools: {match: exact, calls: [{tool: book_visit}]}", "citations: []"))
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    matrix = root / "registry" / "policies" / "change-matrix.yaml"
    matrix.write_text(matrix.read_text().replace("suites:\n", "suites:\n  golden-lint: {cases: lint}\n", 1))
    monkeypatch.chdir(root)
    return root


def _lint(capsys: Captured, *more: str) -> tuple[ExitCode, str]:
    code = run(["eval", "--suite", "golden-lint", *more])
    return code, capsys.readouterr().out


def test_good_cases_pass_without_a_dialogue(repository: Path, capsys: Captured) -> None:
    """The cases are looked at, nothing is run, and the answer is in both formats."""
    code, text = _lint(capsys)
    assert (code, "cases linted: no findings" in text) == (ExitCode.OK, True)
    code, out = _lint(capsys, "--format", "json", "--case", "golden/book-*")
    summary = json.loads(out)
    assert (code, summary["linted"], summary["header"]["cases"]) == (ExitCode.OK, 1, 0)
    assert repository.exists()


def test_a_case_that_nobody_can_pass_is_a_no(repository: Path, capsys: Captured) -> None:
    """The finding names the file, and the exit code says no."""
    case = repository / "registry" / "golden" / "book-once.yaml"
    text = case.read_text()
    case.write_text(text.replace("outcome: booked}", "outcome: booked, next_action: small_talk}"))
    assert case.read_text() != text
    code, out = _lint(capsys)
    assert code is ExitCode.NO
    assert "registry/golden/book-once.yaml" in out
    assert "golden/unpassable" in out
