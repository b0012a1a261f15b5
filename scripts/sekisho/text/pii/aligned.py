"""A text as the detectors read it, every character of which knows where it came from.

The characters are those of the matching profile (`text.profile`): NFKC, one hyphen, nothing invisible; further, digits
of every script are ASCII digits, letters that look Latin are Latin, and marks that only decorate are gone. Case and
spacing stay, because keys and numbers need them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, decimal, normalize

from sekisho.text.profile import CHARACTERS
from sekisho.text.stream import MOST_MARKS

Span = tuple[int, int]

LOOKALIKES = str.maketrans(
    "АВЕЗКМНОРСТУХЅІЈаеорсухѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα",
    "ABE3KMHOPCTYXSIJaeopcyxsijABEZHIKMNOPTYXoa",
)
"""Cyrillic and Greek letters that nobody can tell from Latin ones by eye."""

_PLAIN = r"[\t\n\v\f\r\x20-\x7e]"
_IS_PLAIN = re.compile(f"{_PLAIN}*+")
_VOICING = "\u3099\u309a\uff9e\uff9f"
_PIECE = re.compile(f"(?P<plain>{_PLAIN}++)|.[{_VOICING}]{{0,{MOST_MARKS}}}", re.DOTALL)
_VOWEL_AS_HYPHEN = re.compile("(?<=[0-9])ー(?=[0-9])")

_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_KANJI_RUN = re.compile("[〇零一二三四五六七八九]{3,40}+")
_MIXED_RUN = re.compile(r"(?<![0-9A-Za-z|])(?=[0-9]*+[OoIl|])[0-9OoIl|]{2,40}+(?![0-9A-Za-z|])")
_AS_DIGITS = str.maketrans("OoIl|", "00111")
_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A written text; character i of it stands for `source[starts[i]:ends[i]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def origin(self, start: int, end: int) -> Span:
        """Return the place in the source of a non-empty part of the written text."""
        return self.starts[start], self.ends[end - 1]


def align(source: str) -> Aligned:
    """Write `source` as the detectors read it. Linear in its length."""
    if _IS_PLAIN.fullmatch(source):
        return Aligned(source, range(len(source)), range(1, len(source) + 1))
    written: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in _PIECE.finditer(source):
        start, end = piece.span()
        if piece["plain"]:
            written.append(piece[0])
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        else:
            text = _write(piece[0])
            written.append(text)
            starts += [start] * len(text)
            ends += [end] * len(text)
    return Aligned(_VOWEL_AS_HYPHEN.sub("-", "".join(written)), starts, ends)


def with_digits(written: str) -> str:
    """Read letters among digits as the digits they look like, and kanji digits written in a row; same length."""
    written = _MIXED_RUN.sub(_read_mixed, written)
    return written if written.isascii() else _KANJI_RUN.sub(lambda run: run[0].translate(_KANJI_DIGITS), written)


def _read_mixed(run: re.Match[str]) -> str:
    return run[0].translate(_AS_DIGITS) if _DIGIT.search(run[0]) else run[0]


@lru_cache(maxsize=16384)
def _write(piece: str) -> str:
    text = normalize("NFKC", piece).translate(CHARACTERS).translate(LOOKALIKES)
    return "".join(_digit(character) for character in text if not combining(character))


def _digit(character: str) -> str:
    value = decimal(character, None)
    return character if value is None else str(value)
