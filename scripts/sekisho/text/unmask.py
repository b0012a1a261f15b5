"""A text as its reader understands it: words spelled out letter by letter are words, lookalike letters are Latin."""

import re
from functools import lru_cache

from sekisho.text.japanese import WRITTEN
from sekisho.text.pii.aligned import align

_GAP = r"[ .・,_*/~|-]"
_LATIN = re.compile(rf"(?<![A-Za-z'])(?:[A-Za-z]{_GAP}){{3,60}}[A-Za-z](?![A-Za-z'])")
_JAPANESE = re.compile(rf"(?<![{WRITTEN}])(?:[{WRITTEN}]{_GAP}){{3,60}}[{WRITTEN}](?![{WRITTEN}])")
_BETWEEN = re.compile(_GAP)


@lru_cache(maxsize=1024)
def unmask(text: str) -> str:
    """Return `text` without the disguises that a reader sees through: `返・金・し・ま・す` is `返金します`."""
    written = _LATIN.sub(_joined, align(text).text)
    return written if written.isascii() else _JAPANESE.sub(_joined, written)


def _joined(word: re.Match[str]) -> str:
    return _BETWEEN.sub("", word[0])
