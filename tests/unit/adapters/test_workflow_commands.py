import re
from pathlib import Path
from uuid import UUID

import pytest

from sekisho.adapters import workflow_commands
from sekisho.adapters.workflow_commands import set_output
from sekisho.errors import SourceError

KNOWN = UUID("00000000-0000-4000-8000-000000000000")


def test_outputs_follow_each_other_in_the_runner_s_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each between its own delimiters, whatever lines a value has."""
    file = tmp_path / "outputs"
    monkeypatch.setenv("GITHUB_OUTPUT", str(file))
    set_output("run", "true")
    set_output("text", "one\r\nEOF\nthree")
    form = r"run<<(ghadelimiter_[0-9a-f-]{36})\ntrue\n\1\ntext<<(ghadelimiter_[0-9a-f-]{36})\none\r\nEOF\nthree\n\2\n"
    found = re.fullmatch(form, file.read_bytes().decode())
    assert found is not None
    assert found[1] != found[2]


@pytest.mark.parametrize(("name", "value"), [("x", f"a\nghadelimiter_{KNOWN}\nb"), (f"ghadelimiter_{KNOWN}", "a")])
def test_a_value_cannot_end_itself(name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What holds the delimiter is refused and nothing is written."""
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "outputs"))
    monkeypatch.setattr(workflow_commands, "uuid4", lambda: KNOWN)
    with pytest.raises(SourceError, match="delimiter"):
        set_output(name, value)
    assert not (tmp_path / "outputs").exists()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name."""
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path))
    with pytest.raises(SourceError, match=f"cannot write {tmp_path}"):
        set_output("run", "true")
