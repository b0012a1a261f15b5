"""Text of others in a log."""

import pytest

from sekisho.text.one_line import one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\nb\r\nc\x00d\u2028e\u202ef", "a b  c d e f"),
        ("x ##[error]y", "x ## [error]y"),
        ("日本語", "日本語"),
        (7, "7"),
    ],
)
def test_nothing_in_it_is_obeyed(text: object, shown: str) -> None:
    """One line, printable, and no command of the runner."""
    assert one_line(text) == shown


def test_it_is_bounded() -> None:
    """What is cut is marked, and marking keeps the bound, also where a command was broken up."""
    assert one_line("x" * 301) == "x" * 299 + "…"
    assert one_line("x" * 300) == "x" * 300
    assert len(one_line("##[" * 200, 100)) == 100
