"""Long runs of combining marks, cut short: putting them in canonical order takes time quadratic in their number."""

from unicodedata import combining, normalize

MOST_MARKS = 30
"""Marks that one letter may carry: the limit of the Stream-Safe Text Format (Unicode UAX #15, section 13)."""

_SHORT = 400
"""No run in so short a text costs anything worth looking for."""


def stream_safe(text: str) -> str:
    """Return `text` without the marks that follow `MOST_MARKS` others; no written language needs as many."""
    if len(text) <= _SHORT or text.isascii():
        return text
    kept, run = [], 0
    for character in text:
        run = run + 1 if _is_mark(character) else 0
        if run <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _is_mark(character: str) -> bool:
    """Say whether a character is a mark once it is decomposed; half-width voicing marks are none before."""
    return character > "\x7f" and combining(normalize("NFKD", character)[0]) != 0
