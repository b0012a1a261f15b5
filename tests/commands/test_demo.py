from pathlib import Path

import pytest

from sekisho.cli.app import run
from sekisho.errors import ExitCode

HERE = Path(__file__).resolve().parents[2]


def test_the_demo_refuses_the_harmful_edit_and_passes_the_good_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both edits are judged by the real path, on recorded answers, and end as the demo says they do."""
    monkeypatch.chdir(HERE)
    assert run(["demo"]) is ExitCode.OK
    out = capsys.readouterr().out
    assert out.index("✗ FAIL") < out.index("✓ PASS")
    assert "Broken dialogues" in out
    assert "must pass" in out
    assert (HERE / ".sekisho/demo-report-1/report.html").is_file()
