"""A concept is defined once over all lexicon files."""

from collections.abc import Iterator

from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Joined, Located


def check(joined: Joined) -> Iterator[Located]:
    """Yield every definition after the first."""
    for fact in joined.of(Kind.LEXICON):
        for concept in fact.details.get("concepts", ()):
            origin = joined.concepts[concept]
            if origin is not fact:
                message, expected = "a concept is defined twice", f"one definition (also in {origin.path})"
                path = ("concepts", concept)
                yield fact, Problem("lexicon/duplicate-concept", path, message, excerpt(concept), expected, at_key=True)
