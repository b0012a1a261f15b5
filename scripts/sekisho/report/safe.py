"""Text of others (utterances, model output, titles) is shown, never obeyed: no control codes, no markup, bounded."""

import re
import unicodedata

ELLIPSIS = "…"
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+!|~@$&:-])")
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff")


def printable(text: object, limit: int = 200) -> str:
    """Return one line of at most `limit` characters in which every control character is visible as an escape."""
    shown = "".join(_visible(character) for character in str(text)[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + ELLIPSIS


def _visible(character: str) -> str:
    if character in "\n\r\t":
        return "⏎" if character == "\n" else " "
    if character in _BIDI or character in _ZERO_WIDTH or unicodedata.category(character) in ("Cc", "Cs", "Co"):
        return f"\\u{ord(character):04x}"
    return character


def markdown(text: object, limit: int = 200) -> str:
    """Return `text` as Markdown that renders as exactly that text: no mention, link, image, HTML or table cell."""
    escaped = _MARKDOWN.sub(r"\\\1", printable(text, limit))
    return escaped.replace(r"\<", "&lt;").replace(r"\>", "&gt;").replace(r"\@", "&#64;").replace(r"\&", "&amp;")
