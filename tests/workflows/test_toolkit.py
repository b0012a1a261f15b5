"""Our side of the workflow toolkit's protocol against npm @actions/core, byte for byte."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from sekisho.adapters import workflow_commands
from sekisho.adapters.workflow_commands import mask, set_output
from sekisho.text.workflow_command import command

Node = Callable[..., Any]

HOSTILE = [
    "plain",
    "",
    "two\nlines",
    "a\r\nb\rc",
    "100 % of %0A and %25",
    "::set-output name=run::false",
    "::error file=a,line=1::x",
    "##[add-path]/tmp",
    "EOF\nghadelimiter_\nrun<<EOF\nfalse\nEOF",
    "ghadelimiter_00000000-0000-4000-8000-000000000000",
    "a:b,c=d;e",
    "予約が完了しました 🎉 \u200b\u202e\u2028 \x1b[31m",
    " blanks at both ends ",
    "\t\x00\x07",
    '{"include":[{"shard":"1/2"}]}',
    "x" * 100_000,
]
DELIMITER = re.compile(r"ghadelimiter_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def said(node: Node) -> Callable[[str, Sequence[Sequence[Any]]], list[dict[str, str]]]:
    """What the toolkit writes for a list of calls."""

    def ask(call: str, arguments: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
        asked = json.dumps([{"call": call, "arguments": list(each)} for each in arguments])
        answer: list[dict[str, str]] = node("toolkit.mjs", given=asked)
        return answer

    return ask


def test_an_output_is_what_the_toolkit_writes(said: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes but for the random delimiter, which has the same form and is another one every time."""
    file, delimiters = tmp_path / "output", set()
    monkeypatch.setenv("GITHUB_OUTPUT", str(file))
    for value, theirs in zip(HOSTILE, said("setOutput", [["name", value] for value in HOSTILE]), strict=True):
        file.write_bytes(b"")
        set_output("name", value)
        ours = file.read_bytes().decode()
        delimiter = ours.removeprefix("name<<").partition("\n")[0]
        delimiters.add(delimiter)
        assert DELIMITER.fullmatch(delimiter)
        assert theirs == {"stdout": "", "error": "", "output": ours.replace(delimiter, _delimiter(theirs["output"]))}
    assert len(delimiters) == len(HOSTILE)


def _delimiter(output: str) -> str:
    found = output.removeprefix("name<<").partition("\n")[0]
    assert DELIMITER.fullmatch(found)
    return found


def test_both_refuse_a_value_that_holds_the_delimiter(
    node: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the delimiter known, the toolkit throws and we raise; neither writes a byte."""
    known = UUID("00000000-0000-4000-8000-000000000000")
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setattr(workflow_commands, "uuid4", lambda: known)
    for arguments in (["name", f"a\nghadelimiter_{known}\nb"], [f"ghadelimiter_{known}", "a"]):
        asked = json.dumps([{"call": "setOutput", "arguments": arguments}])
        (theirs,) = node("toolkit.mjs", given=asked, known=str(known))
        assert "should not contain the delimiter" in theirs["error"]
        assert theirs["output"] == ""
        with pytest.raises(workflow_commands.SourceError, match="delimiter"):
            set_output(*arguments)
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("call", ["error", "warning", "notice"])
def test_an_annotation_is_what_the_toolkit_writes(said: Any, call: str) -> None:
    """Message and every property, each with every hostile value."""
    names = {"title": "title", "file": "file", "startLine": "line", "startColumn": "col"}
    cases: list[tuple[str, dict[str, Any]]] = [(value, {}) for value in HOSTILE]
    cases += [("message", {"title": value, "file": value, "startLine": 3, "startColumn": 7}) for value in HOSTILE]
    for (message, properties), theirs in zip(cases, said(call, cases), strict=True):
        ours = command(call, message, **{names[name]: value for name, value in properties.items()})
        assert f"{ours}\n" == theirs["stdout"]


def test_a_mask_is_what_the_toolkit_writes(
    said: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """First of all the secret itself; what has several lines is masked line by line besides."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    secrets = [value for value in HOSTILE if value.strip()]
    lines = {
        "two\nlines": ("two", "lines"),
        "a\r\nb\rc": ("a", "b", "c"),
        HOSTILE[8]: ("EOF", "ghadelimiter_", "run<<EOF", "false"),
    }
    for secret, theirs in zip(secrets, said("setSecret", [[value] for value in secrets]), strict=True):
        mask(secret)
        ours = capsys.readouterr().err
        assert ours.startswith(theirs["stdout"])
        rest = "".join(f"{command('add-mask', line)}\n" for line in lines.get(secret, ()))
        assert ours.removeprefix(theirs["stdout"]) == rest
