"""One way of writing a text: both sides of every comparison go through it, so a change of it is a new profile."""

import re
from functools import lru_cache
from itertools import chain
from unicodedata import normalize

from sekisho.text.japanese import KANA, NUMERALS, WRITTEN
from sekisho.text.numerals import digits_for_numerals
from sekisho.text.stream import stream_safe

PROFILE = "ja-en/1"
"""Name and version of the rules below. Results made under different profiles are not comparable."""

HYPHENS = "‐‑‒–—―−⁃˗﹘⸺⸻─━"
WAVES = "〜～∼∿⁓〰"
APOSTROPHES = "’‘‛ʼ′"
QUOTES = "“”„‟″"
INVISIBLE = (
    (0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Ranges of characters that show nothing: controls, zero-width, direction marks, variation selectors, tags."""

CHARACTERS: dict[int, str | None] = {
    **{ord(character): "-" for character in HYPHENS},
    **{ord(character): "~" for character in WAVES},
    **{ord(character): "'" for character in APOSTROPHES},
    **{ord(character): '"' for character in QUOTES},
    **dict.fromkeys(chain.from_iterable(range(first, last + 1) for first, last in INVISIBLE)),
}
"""Character -> what the profile writes for it; None for what shows nothing."""

_BESIDE = f"{WRITTEN}、。「」『』（）〒・"
_SPACE_IN_JAPANESE = re.compile(
    f"(?<=[{_BESIDE}]) |(?<![0-9]) (?=[{_BESIDE}])|(?<=[0-9]) (?=(?![{NUMERALS}])[{_BESIDE}])"
)
_HYPHEN_AS_VOWEL = re.compile(f"(?<=[{KANA}])-(?=[{KANA}])")
_VOWEL_AS_HYPHEN = re.compile("(?<=[0-9a-z])ー(?=[0-9a-z])")
_DIGIT_GROUPS = re.compile(r"(?<![0-9,.])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?!,?[0-9])")


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """Return `text` as the profile writes it; normalising twice changes nothing.

    NFKC, case folding, one character each for hyphens, wave dashes, long vowels and quotes, nothing invisible, single
    spaces and none beside Japanese, no commas in digit groups, digits for kanji numerals before a counter.
    """
    if text.isascii():
        return _rewrite_ascii(text)
    text = stream_safe(text)
    while (written := _rewrite(text)) != text:
        text = written
    return text


def _rewrite(text: str) -> str:
    """Apply every rule once; outside of ASCII a rule may make room for an earlier one, so the caller repeats."""
    text = normalize("NFKC", text).casefold().translate(CHARACTERS)
    text = " ".join(text.split())
    if not text.isascii():
        text = _SPACE_IN_JAPANESE.sub("", text) if " " in text else text
        text = _HYPHEN_AS_VOWEL.sub("ー", text) if "-" in text else text
        text = _VOWEL_AS_HYPHEN.sub("-", text) if "ー" in text else text
        text = digits_for_numerals(text)
    return _without_groups(text)


def _rewrite_ascii(text: str) -> str:
    """Apply the rules that are about ASCII: all of it is in the profile's characters, except for controls."""
    text = text.lower()
    return _without_groups(" ".join((text if text.isprintable() else text.translate(CHARACTERS)).split()))


def _without_groups(text: str) -> str:
    return _DIGIT_GROUPS.sub(lambda match: match[0].replace(",", ""), text) if "," in text else text
