import os
import re
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from sekisho.adapters import workflow_commands
from sekisho.adapters.workflow_commands import mask, set_output, stop_commands
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


def test_outside_of_a_workflow_the_runner_is_not_spoken_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A terminal sees no commands."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    mask("secret")
    stop_commands()
    assert capsys.readouterr() == ("", "")


def test_a_blank_is_no_secret(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Else every line of the log would be masked to pieces."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    mask(" ")
    mask("a\n \nb")
    assert capsys.readouterr().err == "::add-mask::a%0A %0Ab\n::add-mask::a\n::add-mask::b\n"


def test_what_others_print_is_not_obeyed_until_the_process_has_ended() -> None:
    """Nothing is obeyed from before the first word until after the last, a traceback; stdout is untouched."""
    code = "from sekisho.adapters.workflow_commands import stop_commands; stop_commands(); print('result'); 1 / 0"
    env = os.environ | {"GITHUB_ACTIONS": "true"}
    tokens = set()
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
        first, *_middle, last_word, last = done.stderr.splitlines()
        token = first.removeprefix("::stop-commands::")
        assert UUID(token).version == 4
        assert last_word == "ZeroDivisionError: division by zero"
        assert last == f"::{token}::"
        assert done.stdout == "result\n"
        tokens.add(token)
    assert len(tokens) == 2
