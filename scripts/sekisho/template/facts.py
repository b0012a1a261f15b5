"""What a template or expression uses, and what is wrong with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, `offset` characters into the source."""

    message: str
    offset: int
    found: str | None = None
    expected: str | None = None
    rule: str = "template-construct"


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """The names a source reads from its context.

    `variables` are the roots (`slots`), `names` the longest constant paths (`slots.visit_date`, `nodes.search.ok`);
    a name without a path is in both. Names bound by a loop are in neither.
    """

    variables: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
