"""`sekisho owners` on real repositories: the working tree and revisions, and which of several files counts."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sekisho.cli.app import run
from sekisho.codeowners.parse import MAX_BYTES
from sekisho.errors import ExitCode

HERE = Path(__file__).parents[2]
Write = Callable[[dict[str, str]], Path]


def _git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Commit these files to the repository the command runs in."""
    _git(tmp_path, "init", "-q", "-b", "main")
    monkeypatch.chdir(tmp_path)

    def commit(files: dict[str, str]) -> Path:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        _git(tmp_path, "add", ".")
        _git(tmp_path, "commit", "-q", "-m", "files")
        return tmp_path

    return commit


def _owners(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, list[str]]:
    capsys.readouterr()
    assert run(["owners", *arguments, "--format", "json"]) is ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    schema = json.loads((HERE / "schemas" / "ownership.schema.json").read_text(encoding="utf-8"))
    for one in found:
        Draft202012Validator(schema).validate(one)
    return {one["path"]: one["owners"] for one in found}


def test_owners_of_paths_and_folders(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder stands for its tracked files, a path need not exist, and the table names the line that decides."""
    write({"CODEOWNERS": "* @a\n/d/ @b\n/d/free\n", "d/x": "", "d/free": "", "e": ""})
    assert _owners(capsys, "d", "new/file") == {"d/free": [], "d/x": ["@b"], "new/file": ["@a"]}
    assert run(["owners", "d/x", "d/free"]) is ExitCode.OK
    shown = capsys.readouterr().out
    assert "CODEOWNERS:2  /d/" in shown
    assert "(nobody)" in shown


def test_owners_of_a_revision(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """The working tree by default, with edits; a revision by its name."""
    root = write({"CODEOWNERS": "* @before\n", "a": ""})
    (root / "CODEOWNERS").write_text("* @after\n", encoding="utf-8")
    assert _owners(capsys, "a") == {"a": ["@after"]}
    assert _owners(capsys, "a", "--base", "main") == {"a": ["@before"]}


def test_paths_are_seen_from_where_one_stands(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder below the root, `x` is that folder's; what lies outside is wrong usage, and so is no path."""
    root = write({"CODEOWNERS": "/d/ @b\n", "d/x": "", "x": ""})
    monkeypatch.chdir(root / "d")
    assert _owners(capsys, "x", "../x") == {"d/x": ["@b"], "x": []}
    assert run(["owners", "../../x"]) is ExitCode.USAGE
    assert run(["owners", "of"]) is ExitCode.USAGE
    assert run(["owners", "x", "--revision", "nowhere"]) is ExitCode.COULD_NOT_RUN


@pytest.mark.parametrize("first", [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"])
def test_the_first_file_counts(write: Write, capsys: pytest.CaptureFixture[str], first: str) -> None:
    """.github/, then the root, then docs/; the others are findings."""
    places = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"]
    there = places[places.index(first) :]
    write({place: f"* @a{number}\n/{place} @b\n/.github/ @b\n" for number, place in enumerate(there)})
    assert _owners(capsys, "x") == {"x": ["@a0"]}
    run(["owners", "check"])
    unread = [line.split(":")[0] for line in capsys.readouterr().out.splitlines() if "GitHub does not read" in line]
    assert unread == there[1:]


def test_no_file_and_a_file_that_is_too_large(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody owns anything then, and the check says why; a link is no file."""
    root = write({"a": ""})
    (root / "CODEOWNERS").symlink_to("a")
    assert _owners(capsys, "a") == {"a": []}
    assert run(["owners", "check"]) is ExitCode.NO
    assert "[owners/no-file]" in capsys.readouterr().out
    assert run(["owners", "a"]) is ExitCode.OK
    assert "there is no CODEOWNERS file" in capsys.readouterr().out
    (root / "CODEOWNERS").unlink()
    text = "* @a\n/CODEOWNERS @a\n"
    (root / "CODEOWNERS").write_text(text + "#" * (MAX_BYTES - len(text)), encoding="utf-8")
    assert _owners(capsys, "a") == {"a": []}
    assert run(["owners", "check"]) is ExitCode.NO
    assert "[owners/too-large]" in capsys.readouterr().out
    (root / "CODEOWNERS").write_text(text + "#" * (MAX_BYTES - len(text) - 1), encoding="utf-8")
    assert run(["owners", "check"]) is ExitCode.OK


def test_check_finds_and_exits(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """One finding a line and exit 1; owners that are known to exist come from a file; SARIF names the rule."""
    root = write({"CODEOWNERS": "* @a\n/CODEOWNERS @A\n", "x": ""})
    assert run(["owners", "check", "--revision", "main"]) is ExitCode.OK
    assert "2 files: no findings" in capsys.readouterr().out
    (root / "known").write_text("# who there is\n@b\n", encoding="utf-8")
    assert run(["owners", "check", "--known", "known"]) is ExitCode.NO
    assert "CODEOWNERS:1:3: an owner nobody knows, found @a" in capsys.readouterr().out
    (root / "known").write_text("@A\n", encoding="utf-8")
    assert run(["owners", "check", "--known", "known"]) is ExitCode.OK
    (root / "CODEOWNERS").write_text("!x @a\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["owners", "check", "--format", "sarif"]) is ExitCode.NO
    driver = json.loads(capsys.readouterr().out)["runs"][0]["tool"]["driver"]
    assert driver["rules"][-1]["shortDescription"]["text"].startswith("Somebody owns every path")


def test_the_shipped_file_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """This repository's own CODEOWNERS passes its own check."""
    monkeypatch.chdir(HERE)
    assert run(["owners", "check"]) is ExitCode.OK
