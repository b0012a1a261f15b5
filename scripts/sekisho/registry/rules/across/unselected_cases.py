"""Every golden case and scenario is selected by some suite of the change matrix; one that is not would never run."""

from collections.abc import Iterator, Mapping

from sekisho.model.base import Json
from sekisho.model.facts import FileFacts
from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem
from sekisho.registry.rules.subject import Joined, Located

SELECTORS: Mapping[Kind, tuple[str, ...]] = {Kind.GOLDEN: ("golden", "all"), Kind.SCENARIO: ("scenarios", "all")}


def check(joined: Joined) -> Iterator[Located]:
    """Yield cases no suite selects. Without a change matrix the default one selects all of them."""
    suites = [suite for fact in joined.of(Kind.POLICY) for suite in fact.details.get("suites", {}).values()]
    if not suites:
        return
    for kind, sources in SELECTORS.items():
        for fact in joined.of(kind):
            if fact.details and not any(_selects(suite, sources, fact) for suite in suites):
                message, expected = "no suite of the change matrix selects this case", "a tag some suite selects"
                yield fact, Problem("case/unselected", ("tags",), message, None, expected, at_key=True)


def _selects(suite: Json, sources: tuple[str, ...], fact: FileFacts) -> bool:
    cases, tags, fields = suite
    return cases in sources and all(
        not wanted or not set(wanted).isdisjoint(fact.details[what])
        for wanted, what in ((tags, "tags"), (fields, "asserts"))
    )
