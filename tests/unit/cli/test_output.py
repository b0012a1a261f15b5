"""What is said beside the result."""

import sys

import pytest

from sekisho.cli.output import note, terminal_note


@pytest.mark.parametrize("watched", [True, False])
def test_only_a_terminal_is_told_about_waiting(monkeypatch: pytest.MonkeyPatch, watched: bool) -> None:
    """A log file stays free of it."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: watched)
    assert terminal_note() is (note if watched else None)
