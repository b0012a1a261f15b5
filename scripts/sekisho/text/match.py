"""Whether a text says something: phrases with boundaries, and concepts that a nearby denial cancels."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sekisho.model.kinds.case import Concept
from sekisho.text import english, japanese
from sekisho.text.profile import normalise

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"[。｡！？!?\n\r\v\f\x85\u2028\u2029]+|[.．](?![0-9０-９A-Za-z.])")
_MARKS = " \t\n。｡．.！？!?"
_FIGURES = "0123456789."
_LONGEST = 20


def contains(haystack: str, needle: str) -> bool:
    """Say whether `needle` stands in `haystack`, both normalised, without cutting a number or a Latin word.

    `4` is not in `14`, `14時` not in `114時`, `5` not in `1.5`, `able` not in `table`. An empty needle is nowhere.
    """
    text, phrase = normalise(haystack), normalise(needle)
    return phrase in text and next(spans(text, phrase), None) is not None


class Screen:
    """Concepts by id that are looked for in many texts: where no wording of any of them stands, none holds."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._concepts = concepts
        wordings = {wording for concept in concepts.values() for wording in _normalised(concept.phrases[0])}
        self._any = re.compile("|".join(map(re.escape, sorted(wordings))))

    def held_by(self, text: str) -> list[str]:
        """Return the ids of the concepts that `text` states; see `phrase_holds`."""
        if not any(map(self._any.search, _sentences(text))):
            return []
        return [name for name, concept in self._concepts.items() if concept_holds(text, concept)]


def concept_holds(text: str, concept: Concept) -> bool:
    """Say whether `text` states `concept` in any language; see `phrase_holds`."""
    return phrase_holds(text, *concept.phrases, concept.window)


def phrase_holds(text: str, variants: Sequence[str], negations: Sequence[str] = (), window: int = 12) -> bool:
    """Say whether one of `variants` stands in `text` without a negation near it, in the same sentence.

    A Japanese negation cancels a variant when it begins at most `window` characters after it (`予約していません`), an
    English one when it ends at most `window` characters before it (`not yet booked`). The end of the sentence, or of
    the clause where a contrast follows (`が、`, `but`), ends the window.
    """
    wanted = _normalised(tuple(variants))
    for sentence in _sentences(text):
        for variant in wanted:
            if variant in sentence:
                denials = _normalised(tuple(negations))
                if any(not _denied(sentence, span, denials, window) for span in spans(sentence, variant)):
                    return True
    return False


@lru_cache(maxsize=1024)
def _normalised(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Return phrases of a lexicon as they are looked for; there are few of them and many texts."""
    return tuple(normalise(phrase.strip(_MARKS)) for phrase in phrases)


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[str, ...]:
    """Return the normalised sentences of a text, in which every concept is looked for."""
    return tuple(map(normalise, _SENTENCE_END.split(text)))


def spans(text: str, phrase: str) -> Iterator[Span]:
    """Yield where `phrase` stands in `text`, both already normalised, leftmost first."""
    start = text.find(phrase) if phrase else -1
    while start >= 0:
        end = start + len(phrase)
        if not (_cuts(text, start) or _cuts(text, end)):
            yield start, end
        start = text.find(phrase, start + 1)


def _denied(sentence: str, variant: Span, denials: Sequence[str], window: int) -> bool:
    """Say whether one of `denials` stands near enough on the side its language denies from."""
    start, end = variant
    contrast = japanese.CLAUSE_END.search(sentence, end)
    last = contrast.start() if contrast else len(sentence)
    first = max((match.end() for match in english.CLAUSE_END.finditer(sentence, 0, start)), default=0)
    for denial in denials:
        after = japanese.SCRIPT.search(denial) is not None
        for left, right in spans(sentence, denial):
            if end <= left <= min(end + window, last - 1) if after else max(first, start - window) <= right <= start:
                return True
    return False


def _cuts(text: str, at: int) -> bool:
    """Say whether the place before index `at` lies inside a number or a Latin word; `n't` is a word of its own."""
    if not 0 < at < len(text):
        return False
    before, here = text[at - 1], text[at]
    if _digit(before):
        return _digit(here) or (here == "." and _decimal(text, at))
    if _letter(before):
        return (_letter(here) and not text.startswith("n't", at)) or text.startswith("'t", at)
    if before == ".":
        return _digit(here) and _decimal(text, at - 1)
    return before == "'" and _letter(here) and at > 1 and _letter(text[at - 2])


def _decimal(text: str, point: int) -> bool:
    """Say whether the full stop at `point` is a decimal point: digits beside it, and no other full stop among them."""
    left, right = text[max(0, point - _LONGEST) : point], text[point + 1 : point + 1 + _LONGEST]
    whole = left[len(left.rstrip(_FIGURES)) :]
    fraction = right[: len(right) - len(right.lstrip(_FIGURES))]
    return whole.isdigit() and fraction.isdigit()


def _digit(character: str) -> bool:
    return "0" <= character <= "9"


def _letter(character: str) -> bool:
    """Say whether a character joins with its neighbours into a word: alphabets do, kana and kanji do not."""
    return character.isalpha() and character < "⺀"
