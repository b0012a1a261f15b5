"""Text of others (utterances, model output, titles) is shown, never obeyed: no control codes, no markup, bounded."""

import re

ELLIPSIS = "…"
_LINE_BREAK = re.compile(r"\r\n?|[\u2028\u2029]")
_INVISIBLE = re.compile(
    "["
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # controls; the line break is dealt with apart
    "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, direction, joiners
    "\ud800-\udfff\ue000-\uf8ff"  # surrogates, private use
    "\U000e0000-\U000e007f\U000f0000-\U0010fffd"  # tags, private use
    "]"
)


def printable(text: object, limit: int = 200) -> str:
    """Return one line of at most `limit` characters in which every control character is visible as an escape."""
    return paragraph(text, limit).replace("\n", "⏎")


def paragraph(text: object, limit: int) -> str:
    """Return at most `limit` characters with their line breaks; everything else that cannot be seen is an escape."""
    whole = str(text)
    if len(whole) <= limit and whole.isprintable():
        return whole
    start = _LINE_BREAK.sub("\n", whole[: limit + 1])
    shown = _INVISIBLE.sub(_escape, start)
    return shown if len(shown) <= limit else shown[: limit - 1] + ELLIPSIS


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    if character == "\t":
        return " "
    return f"\\u{ord(character):04x}"
