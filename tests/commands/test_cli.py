import os
import subprocess
import sys
from pathlib import Path

import pytest

from sekisho.cli.app import VERBS, run
from sekisho.errors import ExitCode

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository to stand in."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str, capsys: Captured) -> None:
    """`--help` of each verb says what it does, and shows an example where there is something to choose."""
    assert run([verb, "--help"]) is ExitCode.OK
    out = capsys.readouterr().out
    assert "Usage: sekisho" in out
    assert verb in {"demo", "model"} or "Example" in out


def test_the_listing_imports_no_verb() -> None:
    """`sekisho --help` imports neither a verb nor anything heavy, so that it stays fast."""
    code = (
        "import sys; from sekisho.cli.app import run; run(['--help']); "
        "print([m for m in sys.modules if m.startswith(('sekisho.commands', 'pydantic', 'jinja2', 'rich', 'yaml'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")


def test_a_misspelt_verb_is_wrong_usage_and_names_the_nearest(capsys: Captured) -> None:
    """Exit code 2, and a hint."""
    assert run(["gat"]) is ExitCode.USAGE
    assert "Did you mean 'gate'?" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["validate", "plan", "gate", "eval", "chat", "show"])
def test_outside_a_repository_every_verb_says_so(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """Exit code 3 and one message, never a traceback."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert run([verb]) is ExitCode.COULD_NOT_RUN
    err = capsys.readouterr().err
    assert "not in a git working tree" in err
    assert "Traceback" not in err


def test_another_directory_can_be_named(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """`-C DIR` works in DIR."""
    monkeypatch.chdir("/")
    assert run(["-C", str(repository), "new", "config", "limits"]) is ExitCode.OK
    assert (repository / "registry/configs/limits.yaml").is_file()
    assert "registry/configs/limits.yaml" in capsys.readouterr().out


def test_new_refuses_ids_that_do_not_fit_and_files_that_exist(repository: Path, capsys: Captured) -> None:
    """Nothing is overwritten, and the message says what an id looks like."""
    assert run(["new", "change", "nonsense"]) is ExitCode.USAGE
    assert "expected CHG-0001" in capsys.readouterr().err
    assert run(["new", "tool", "ping"]) is ExitCode.OK
    before = (repository / "registry/tools/ping.yaml").read_bytes()
    assert run(["new", "tool", "ping"]) is ExitCode.USAGE
    assert (repository / "registry/tools/ping.yaml").read_bytes() == before
    assert run(["new", "tool", "../../escape"]) is ExitCode.USAGE


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_each_shell(shell: str, capsys: Captured) -> None:
    """The script names our own completion variable."""
    assert run(["completion", shell]) is ExitCode.OK
    assert "_SEKISHO_COMPLETE" in capsys.readouterr().out


def test_completion_completes_verbs() -> None:
    """What the script asks the program is answered with the verbs."""
    environment = {**os.environ, "_SEKISHO_COMPLETE": "bash_complete", "COMP_WORDS": "sekisho va", "COMP_CWORD": "1"}
    code = "from sekisho.cli import main; main()"
    argv = [sys.executable, "-c", f"import sys; sys.argv = ['sekisho']; {code}"]
    done = subprocess.run(argv, capture_output=True, text=True, env=environment, check=False)
    assert "validate" in done.stdout
