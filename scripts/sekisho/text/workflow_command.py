"""Lines that a GitHub Actions runner obeys, written as the toolkit does, and lines that it must not.

A runner takes a line for a command when it begins with `::` after blanks, or has `##[` anywhere (the older form).
A carriage return ends a line as well.
"""

import re

Value = str | int | bool | None

NAMELESS = "missing.command"
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}
_BREAK = "\u200b"
_START = re.compile(r"(?:^|(?<=\r))((?:\s|\x1b\[[0-9;]*m)*:)(?=(?:\x1b\[[0-9;]*m)*:)", re.MULTILINE)
_OLDER = re.compile(r"(#(?:\x1b\[[0-9;]*m)*#)(?=(?:\x1b\[[0-9;]*m)*\[)")


def command(name: str, message: Value = "", /, **properties: Value) -> str:
    """Return one command without its line break, byte for byte as `issueCommand` of npm @actions/core writes it.

    Properties that are empty, 0, false or None are left out, as they are there; the blank that comes before the
    properties stays where all of them are empty.
    """
    listed = ",".join(f"{key}={_escaped(_text(value), _PROPERTY)}" for key, value in properties.items() if value)
    return f"::{name or NAMELESS}{' ' if properties else ''}{listed}::{_escaped(_text(message), _DATA)}"


def inert(text: str) -> str:
    """Return `text` so that no line of it is a command: a zero-width space parts the signs that would make it one.

    ANSI styles between the signs are looked through, since a log may drop them.
    """
    return _OLDER.sub(rf"\1{_BREAK}", _START.sub(rf"\1{_BREAK}", text))


def _text(value: Value) -> str:
    if value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _escaped(value: str, table: dict[str, str]) -> str:
    return "".join(table.get(character, character) for character in value)
