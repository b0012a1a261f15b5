"""Whether somebody said yes or no. A consent decides what is done, so what is not plainly one of the two is neither.

An utterance that opens with a yes or a no is that, unless it hedges, contradicts itself, or agrees and brings new
figures (`はい、19日で`: a correction). Without such an opening every word must belong to an agreement, or to a refusal.
"""

import re

from sekisho.text import english, japanese
from sekisho.text.profile import normalise

_MARKS = " 。、!,.~-ー「」\"'"
_QUESTION = re.compile(r"(?:\?|か)[。.]?$")
_START = r"(?:^|(?<=[。、!,.~「]))\s*"


def _either(of_japanese: str, of_english: str) -> re.Pattern[str]:
    return re.compile(f"{of_japanese}|{of_english}", re.VERBOSE | re.ASCII)


_YES_HEAD = _either(japanese.YES_HEAD, english.YES_HEAD)
_NO_HEAD = _either(japanese.NO_HEAD, english.NO_HEAD)
_YES = _either(f"{japanese.YES}|{_START}(?:{japanese.YES_HEAD})", f"{english.YES}|{_START}{english.YES_HEAD}")
_NO = _either(f"{japanese.NO}|{_START}(?:{japanese.NO_HEAD})", f"{english.NO}|{_START}{english.NO_HEAD}")
_MILD_YES = _either(japanese.MILD_YES, english.MILD_YES)
_FILLER = _either(japanese.FILLER, english.FILLER)
_HEDGE = _either(japanese.HEDGE, english.HEDGE)
_FIGURE = re.compile("[0-9]")


def yes_no_value(text: str) -> bool | None:
    """Return True for a yes, False for a no, None for anything else: questions, both, conditions, other talk."""
    said = normalise(text)
    if _QUESTION.search(said):
        return None
    if _YES_HEAD.match(said):
        return _opened(said, yes=True)
    return _opened(said, yes=False) if _NO_HEAD.match(said) else _unopened(said)


def _opened(said: str, *, yes: bool) -> bool | None:
    """Judge what follows an opening yes or no."""
    against = _NO if yes else _YES
    if against.search(said) or _HEDGE.search(said) or (yes and _FIGURE.search(said)):
        return None
    return yes


def _unopened(said: str) -> bool | None:
    """Judge an utterance without an opening yes or no: nothing in it may be left unexplained."""
    counts = []
    for kind in (_YES, _NO, _MILD_YES, _FILLER):
        said, count = kind.subn(" ", said)
        counts.append(count)
    yes, no, mild, _ = counts
    if said.strip(_MARKS) or (yes and no) or not (yes or no or mild):
        return None
    return not no
