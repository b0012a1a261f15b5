"""Exactly one workflow is the entry of new threads."""

from collections.abc import Iterator

from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem
from sekisho.registry.rules.subject import Joined, Located

ONE = "entry: true in one of them"


def check(joined: Joined) -> Iterator[Located]:
    """Yield the lack of an entry (at the first workflow), or every entry after the first."""
    workflows = sorted(joined.of(Kind.WORKFLOW), key=lambda fact: fact.id)
    if not workflows or not joined.readable(Kind.WORKFLOW):
        return
    entries = [fact for fact in workflows if fact.details["entry"]]
    if not entries:
        yield (
            workflows[0],
            Problem("workflow/entry", (), "no workflow is the entry", None, ONE),
        )
    for fact in entries[1:]:
        found, expected = f"{entries[0].id} and {fact.id}", ONE
        yield fact, Problem("workflow/entry", ("entry",), "a second entry workflow", found, expected)
