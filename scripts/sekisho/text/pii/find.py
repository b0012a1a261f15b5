"""Finding personal data: every detector is asked, and of finds that overlap the best founded one stays."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from sekisho.model.pii import Basis, PiiSpan
from sekisho.text.pii.aligned import Aligned, align, with_digits
from sekisho.text.pii.detector import Candidate, Detector
from sekisho.text.pii.table import DETECTORS

BEFORE, AFTER = 28, 12
"""How far, in characters, the words that belong to a number may stand from it, in the same sentence.

Brackets end a sentence too: the placeholders of `redact` say nothing about what stands beside them.
"""

_MOST_DIGITS = max(detector.digits for detector in DETECTORS)
_ASKED = [[detector for detector in DETECTORS if detector.digits <= digits] for digits in range(_MOST_DIGITS + 1)]
"""By how many digits a text has, up to the most that make a difference: the detectors that can find something in it."""

_SENTENCE_END = re.compile(r"[。!?\n\[\]]|(?<!\bno)(?<!\btel)(?<!\bacct)\.(?= )", re.IGNORECASE)


class _Find(NamedTuple):
    rank: int
    length: int
    start: int
    end: int
    detector: Detector
    basis: Basis


@lru_cache(maxsize=1024)
def find_pii(text: str, hint: str = "", *, strict: bool = True) -> tuple[PiiSpan, ...]:
    """Return the personal data and secrets in `text`, in order, none overlapping; the places are those of `text`.

    `hint` is what the text is about where it does not say so itself: the question it answers, the name of its field.
    `strict` leaves out numbers with a wrong check digit even where the words beside them name their kind.
    """
    aligned = align(text)
    figures = with_digits(aligned.text)
    digits = sum(map(figures.count, "0123456789"))
    finds: list[_Find] = []
    for detector in _ASKED[min(digits, _MOST_DIGITS)]:
        written = aligned.text if detector.raw else figures
        if detector.is_marked(written):
            finds += _look(detector, written, hint, strict=strict)
    return tuple(_placed(find, aligned) for find in _best(sorted(finds, key=lambda find: (find.rank, -find.length))))


def _look(detector: Detector, text: str, hint: str, *, strict: bool) -> Iterator[_Find]:
    """Yield what one detector finds in the written text."""
    for candidate in detector.find(text):
        named = _is_named(detector, text, candidate, hint)
        if (detector.needs_context and not named) or (candidate.checked is False and (strict or not named)):
            continue
        rank, basis = _founded(candidate, named=named)
        start, end, _ = candidate
        yield _Find(rank, end - start, start, end, detector, basis)


def _founded(candidate: Candidate, *, named: bool) -> tuple[int, Basis]:
    """Return how well a find is founded (0 is best), and its best reason."""
    if candidate.checked:
        return (0 if named else 2), Basis.CHECKSUM
    if named:
        return (1 if candidate.checked is None else 4), Basis.CONTEXT
    return 3, Basis.PATTERN


def _is_named(detector: Detector, text: str, candidate: Candidate, hint: str) -> bool:
    """Say whether a word of the detector's context stands near enough, or in the hint."""
    if detector.context is None:
        return False
    before = _SENTENCE_END.split(text[max(0, candidate.start - BEFORE) : candidate.start])[-1]
    after = _SENTENCE_END.split(text[candidate.end : candidate.end + AFTER], maxsplit=1)[0]
    value = text[candidate.start : candidate.end][:BEFORE]
    near = any(detector.context.search(part) for part in (before + value, after))
    return near or (bool(hint) and detector.context.search(_written(hint)) is not None)


@lru_cache(maxsize=256)
def _written(hint: str) -> str:
    return normalize("NFKC", hint[-200:])


def _best(finds: list[_Find]) -> list[_Find]:
    """Keep each find that overlaps none before it, and return them in the order of the text."""
    starts: list[int] = []
    kept: list[_Find] = []
    for find in finds:
        at = bisect_left(starts, find.start)
        free_left = at == 0 or kept[at - 1].end <= find.start
        free_right = at == len(kept) or find.end <= kept[at].start
        if free_left and free_right:
            starts.insert(at, find.start)
            kept.insert(at, find)
    return kept


def _placed(find: _Find, aligned: Aligned) -> PiiSpan:
    start, end = aligned.origin(find.start, find.end)
    return PiiSpan(start, end, find.detector.kind, find.basis)
