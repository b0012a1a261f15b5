from sekisho.report.safe import printable


def test_control_characters_become_visible() -> None:
    """No escape sequence, direction override or zero-width character reaches the terminal."""
    assert printable("a\x1b[31m\u202e\u200b\n\tb") == "a\\u001b[31m\\u202e\\u200b⏎ b"


def test_long_text_is_cut_to_the_limit() -> None:
    """The result never has more characters than asked for."""
    assert printable("x" * 10, 5) == "xxxx…"
    assert printable("xxxxx", 5) == "xxxxx"
