"""What is said beside the result."""

import io
import json
import sys

import pytest

from sekisho.cli.output import TerminalProgress, note, show, show_exactly, show_json, terminal_note


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_log_file_is_not_told_about_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody watches there is nothing to say it with."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert terminal_note() is None


@pytest.mark.parametrize("drawn", [True, False])
def test_a_note_has_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch, drawn: bool) -> None:
    """Also while a bar is drawn: the bar is wiped first, and comes back below."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    say = terminal_note()
    assert say is not None
    with TerminalProgress() as progress:
        if drawn:
            progress.start("cases", 2)
        say("reading prompt greet")
    before, after = screen.getvalue().split("reading prompt greet\n")
    assert before.endswith("\x1b[2K") if drawn else before == ""
    assert ("cases" in after) is drawn


def test_nothing_that_is_shown_is_a_command_to_a_runner(capsys: pytest.CaptureFixture[str]) -> None:
    """A reply at the start of a line of a log is not obeyed; in JSON it keeps its meaning."""
    show("fine\n::error::x ##[add-path]y")
    note("  ::stop-commands::x")
    shown = capsys.readouterr()
    for line in (shown.out + shown.err).splitlines():
        assert not line.strip().startswith("::")
        assert "##[" not in line
    show_json({"reply": "##[error]x", "more": "::error::x"})
    out = capsys.readouterr().out
    assert "##[" not in out
    assert json.loads(out) == {"reply": "##[error]x", "more": "::error::x"}


def test_what_programs_read_is_not_touched(capsys: pytest.CaptureFixture[str]) -> None:
    """Workflow commands of ours stay commands."""
    show_exactly("::error::x\n")
    assert capsys.readouterr().out == "::error::x\n"
