import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.text.workflow_command import command, inert

VECTORS = Path(__file__).parents[2] / "examples/workflow_commands.jsonl"


def _lines() -> list[str]:
    return VECTORS.read_text(encoding="utf-8").rstrip("\n").split("\n")


@pytest.mark.parametrize("vector", [json.loads(line) for line in _lines()])
def test_a_command_is_what_the_toolkit_writes(vector: dict[str, Any]) -> None:
    """Byte for byte what `issueCommand` of npm @actions/core 1.11.1 wrote for the same arguments."""
    assert command(vector["name"], vector["message"], **vector["properties"]) == vector["line"]


@given(st.text(), st.text(min_size=1))
def test_a_command_is_one_line_and_its_value_comes_back(message: str, title: str) -> None:
    """No text ends the line or the properties: split at the second `::`, each part decodes to what was given."""
    written = command("error", message, title=title)
    assert not {"\n", "\r"} & set(written)
    _, properties, data = written.split("::", 2)
    assert _decoded(data) == message
    assert _decoded(properties.removeprefix("error title=")) == title


def _decoded(value: str) -> str:
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        value = value.replace(code, character)
    return value


@pytest.mark.parametrize(
    "line",
    [
        "::error::x",
        "  \t::stop-commands::x",
        "\u3000::add-mask::x",
        "\x1b[31m::error::x\x1b[0m",
        "\x1b[1m:\x1b[0m:error::x",
        "fine\n::error::x",
        "fine\r::error::x",
        "see ##[error]x",
        "#\x1b[1m#[add-path]x",
        "###[group]x",
        ":::error::x",
    ],
)
def test_what_looks_like_a_command_is_none(line: str) -> None:
    """Neither at a line's start behind blanks and styles, nor in the older form anywhere; the rest is unchanged."""
    shown = inert(line)
    assert shown != line
    assert shown.replace("\u200b", "") == line
    assert not _obeyed(shown)


@given(st.text(alphabet=st.sampled_from(" :#[]a\n\r\t\x1b1m\u3000")))
def test_no_text_is_a_command(text: str) -> None:
    """Whatever the signs and their order, before and after a log drops the styles."""
    assert not _obeyed(inert(text))


@given(st.text(alphabet=st.characters(exclude_characters=":#")))
def test_other_text_is_left_alone(text: str) -> None:
    """Without the signs nothing changes."""
    assert inert(text) == text


def _obeyed(text: str) -> bool:
    """Say what the runner does with a log's lines: ActionCommand.TryParseV2, then TryParse, without the styles."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    return any(line.strip().startswith("::") or "##[" in line for line in re.split("[\r\n]", plain))
