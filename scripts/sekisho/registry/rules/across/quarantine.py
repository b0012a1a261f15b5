"""A quarantine names a case that exists and ends on a day: after it the case is judged again or repaired."""

from collections.abc import Iterator
from datetime import date

from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Joined, Located
from sekisho.registry.rules.wording import near


def check(joined: Joined) -> Iterator[Located]:
    """Yield quarantines of unknown cases and, where today is known, expired ones."""
    for fact in joined.of(Kind.POLICY):
        for index, (case, until) in enumerate(fact.details.get("quarantine", ())):
            path = ("quarantine", index)
            if case not in joined.cases:
                expected = near(case, joined.cases) or "the id of a golden case or scenario"
                yield fact, Problem("reference/unknown", (*path, "case"), "an unknown case", excerpt(case), expected)
            if joined.today is not None and date.fromisoformat(until) < joined.today:
                message, expected = "an expired quarantine", f"{joined.today} or later, or no quarantine"
                yield fact, Problem("policy/expired-quarantine", (*path, "until"), message, excerpt(until), expected)
