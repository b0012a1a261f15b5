"""What a rule looks at: one file, or the facts of all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sekisho.model.base import Json
from sekisho.model.facts import FileFacts
from sekisho.model.ref import Kind
from sekisho.registry.document import Document
from sekisho.registry.problem import Problem


@dataclass(frozen=True, slots=True)
class Subject:
    """One file of the right shape; `artifact` is the typed value of its kind."""

    kind: Kind
    id: str
    artifact: Any
    document: Document


Located = tuple[FileFacts, Problem]
"""A problem and the file it is in."""


class Joined:
    """The facts of a whole registry by kind and id. `today` is None where nobody wants to know what has expired."""

    def __init__(self, facts: tuple[FileFacts, ...], today: date | None = None) -> None:
        self.facts = facts
        self.today = today

    @cached_property
    def _by_kind(self) -> Mapping[Kind, Mapping[str, FileFacts]]:
        grouped: dict[Kind, dict[str, FileFacts]] = {kind: {} for kind in Kind}
        for fact in self.facts:
            if fact.kind is not None:
                grouped[fact.kind][fact.id] = fact
        return grouped

    def of(self, *kinds: Kind) -> Iterator[FileFacts]:
        """Yield the files of these kinds."""
        for kind in kinds:
            yield from self._by_kind[kind].values()

    def ids(self, kind: Kind) -> Mapping[str, FileFacts]:
        """Return the files of a kind by id."""
        return self._by_kind[kind]

    def details(self, kind: Kind, id_: str | None) -> Mapping[str, Json] | None:
        """Return the details of one file; None where it is missing or its shape is wrong."""
        fact = self._by_kind[kind].get(id_ or "")
        return None if fact is None or not fact.details else fact.details

    def readable(self, *kinds: Kind) -> bool:
        """Say whether every file of these kinds has its shape: only then does absence mean anything."""
        return all(fact.details for fact in self.of(*kinds))

    @cached_property
    def concepts(self) -> Mapping[str, FileFacts]:
        """Concept -> the first lexicon file that defines it."""
        found: dict[str, FileFacts] = {}
        for fact in self.of(Kind.LEXICON):
            for concept in fact.details.get("concepts", ()):
                found.setdefault(concept, fact)
        return found

    @cached_property
    def cases(self) -> Mapping[str, FileFacts]:
        """Golden cases and scenarios by id."""
        return {**self._by_kind[Kind.SCENARIO], **self._by_kind[Kind.GOLDEN]}
