"""Which language a turn is written in, by its script alone."""

import re

from sekisho.model.base import Language
from sekisho.text.japanese import SCRIPT

_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚÀ-ɏ]")


def detect(text: str) -> Language | None:
    """Return Japanese if there is any kana or kanji, else English if there is a letter.

    Digits, signs and emoji say nothing: None, and the thread keeps its language.
    """
    if SCRIPT.search(text):
        return Language.JA
    return Language.EN if _LATIN.search(text) else None
