"""Plain YAML scalars: the few spellings that are converted, and everything else stays the string it was written as.

`true`, `false`, `null` (or nothing), integers without leading zeros or underscores and below 2^53, and decimal
fractions are converted. `16:00`, `no`, `0100001`, `2025-05-14`, `1_000`, `0x1F`, `.inf` are strings.
"""

import math
import re

from sekisho.model.base import Json

_CONSTANTS: dict[str, Json] = {"true": True, "false": False, "null": None, "": None}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})(\.[0-9]{1,17}(?:[eE][-+]?[0-9]{1,3})?)?")
_FIRST = frozenset("-0123456789")
_MAX_INT = 1 << 53
BOOLEAN_WORDS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
"""What YAML 1.1 would have read as a boolean, and the boolean that was probably meant."""


def plain_value(text: str) -> Json:
    """Return what the plain scalar `text` says: a constant, a number, or itself."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return _number(text) if text[0] in _FIRST else text


def _number(text: str) -> Json:
    match = _NUMBER.fullmatch(text)
    if match is None or text == "-0":
        return text
    if match[1] is None:
        whole = int(text)
        return whole if -_MAX_INT < whole < _MAX_INT else text
    fraction = float(text)
    return fraction if math.isfinite(fraction) else text


def quoted(text: str) -> str:
    """Return `text` as a double-quoted YAML scalar on one line."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable() or character == " ":
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def boolean_word(text: str) -> str | None:
    """Return `true` or `false` for a word like `yes`, None for any other text."""
    lower = text.lower()
    return lower if lower in ("true", "false") else BOOLEAN_WORDS.get(lower)
