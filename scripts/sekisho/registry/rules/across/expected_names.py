"""Cases expect, and guards compare with, only what some workflow can produce.

Generous where an expression decides: a state that a rule computes from data may be anything.
"""

from collections.abc import Iterator, Mapping

from sekisho.model.ref import Kind
from sekisho.registry.extract.collector import undotted
from sekisho.registry.extract.workflow import ANY, PRODUCED
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Joined, Located
from sekisho.registry.rules.wording import near


def check(joined: Joined) -> Iterator[Located]:
    """Yield expected intents, modes, slots, next actions and outcomes nobody produces, and comparisons with them."""
    if not joined.readable(Kind.WORKFLOW) or not joined.ids(Kind.WORKFLOW):
        return
    known = _produced(joined)
    for fact in joined.of(Kind.GOLDEN, Kind.SCENARIO):
        for what, problem in _unknown(fact.details.get("uses", {}), known):
            yield fact, Problem(f"case/unknown-{what}", *problem)
    for fact in joined.of(Kind.WORKFLOW):
        for _, problem in _unknown(fact.details["compares"], known):
            yield fact, Problem("expression/unknown-word", *problem)


def _produced(joined: Joined) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {group: set() for group in (*PRODUCED, "slots")}
    for fact in joined.of(Kind.WORKFLOW):
        for group, words in known.items():
            words |= set(fact.details[group])
    return known


Words = tuple[tuple[str | int, ...], str, str, str]


def _unknown(uses: Mapping[str, Mapping[str, str]], known: Mapping[str, set[str]]) -> Iterator[tuple[str, Words]]:
    for group, words in uses.items():
        possible = known[group]
        for word, field in words.items():
            if ANY not in possible and word not in possible:
                what = group.removesuffix("s").replace("_", "-")
                message = f"no workflow has this {what.replace('-', ' ')}"
                expected = near(word, possible) or one_of(possible)
                yield what, (undotted(field), message, excerpt(word), expected)
