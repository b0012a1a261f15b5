"""Searching an embedded knowledge base with BM25, in memory and without dependencies.

Libraries that do this (bm25s, rank_bm25) stand on NumPy, whose import costs more than searching the few hundred
documents of an embedded base ever will. The weight of a term is Robertson & Zaragoza (2009), "The Probabilistic
Relevance Framework: BM25 and Beyond", eq. 3.15, over the weighted streams title and text (eq. 3.18), with
log(1 + (N - n + 0.5) / (n + 0.5)) as its inverse document frequency, which is positive for every n.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sekisho.dialogue.chunking import chunks
from sekisho.dialogue.terms import terms
from sekisho.model.base import Json, Language
from sekisho.model.kinds.knowledge import Document, Knowledge


@dataclass(frozen=True, slots=True)
class Entry:
    """One indexed piece of a document; `weights` are its terms' weighted frequencies, `length` their sum."""

    document: str
    title: str
    text: str
    weights: Mapping[str, float]
    length: float


@dataclass(slots=True)
class KnowledgeBase:
    """One base with its documents; the index of a language is built when it is first searched."""

    settings: Knowledge
    documents: Mapping[str, Document]
    _indexes: dict[Language, "Index"] = field(default_factory=dict)

    def search(self, query: str, language: Language, top_k: int | None = None) -> list[dict[str, Json]]:
        """Return the best documents as {id, title, text, score}, best first, ties by id; one entry a document.

        None scores below the base's `min_score`, or zero.
        """
        if language not in self._indexes:
            self._indexes[language] = Index(self._entries(language), self.settings)
        found = self._indexes[language].search(query)
        return found[: top_k or self.settings.retrieval.top_k]

    def _entries(self, language: Language) -> list[Entry]:
        return [
            _entry(document_id, document.title.get(language, ""), text, self.settings)
            for document_id, document in sorted(self.documents.items())
            if language in document.text
            for text in chunks(document.text[language], self.settings.chunking)
        ]


class Index:
    """The inverted index of one language; entries are in the order of their documents' ids, which breaks ties."""

    def __init__(self, entries: list[Entry], settings: Knowledge) -> None:
        self._entries = entries
        self._settings = settings
        self._mean = sum(entry.length for entry in entries) / len(entries) if entries else 0.0
        self._postings: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            for term in entry.weights:
                self._postings.setdefault(term, []).append(number)

    def search(self, query: str) -> list[dict[str, Json]]:
        """Return the entries that score, the best of each document, best first."""
        scores: dict[int, float] = {}
        for term, times in sorted(Counter(terms(query, self._settings.index.ngram)).items()):
            for number in self._postings.get(term, ()):
                scores[number] = scores.get(number, 0.0) + times * self._weight(term, self._entries[number])
        rounded = ((round(score, 6), number) for number, score in scores.items())
        best: dict[str, dict[str, Json]] = {}
        for score, number in sorted(rounded, key=lambda found: (-found[0], found[1])):
            entry = self._entries[number]
            if score >= self._settings.retrieval.min_score:
                found = {"id": entry.document, "title": entry.title, "text": entry.text, "score": score}
                best.setdefault(entry.document, found)
        return list(best.values())

    def _weight(self, term: str, entry: Entry) -> float:
        index, holding = self._settings.index, len(self._postings[term])
        frequency = entry.weights[term]
        rarity = math.log1p((len(self._entries) - holding + 0.5) / (holding + 0.5))
        length = index.k1 * (1 - index.b + index.b * entry.length / self._mean)
        return rarity * frequency / (frequency + length)


def _entry(document: str, title: str, text: str, settings: Knowledge) -> Entry:
    ngram = settings.index.ngram
    weights: dict[str, float] = {}
    for stream, weight in ((title, settings.retrieval.title_weight), (text, 1.0)):
        for term in terms(stream, ngram) if weight else ():
            weights[term] = weights.get(term, 0.0) + weight
    return Entry(document, title, text, weights, sum(weights.values()))
