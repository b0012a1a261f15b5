"""Alternatives: several ways to be right. One whole alternative must hold beside what is always expected.

The checks of a case name the alternative that holds, or where none does the nearest one: the first of those with the
fewest failed checks. So every check that is shown belongs to one way the dialogue could have gone.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from sekisho.model.run import Check

Assertions = TypeVar("Assertions")


def check_alternatives(
    always: Assertions, alternatives: Iterable[Assertions], check: Callable[[Assertions], Iterable[Check]]
) -> Iterator[Check]:
    """Yield what `check` says of what is always expected, then what it says of the best alternative."""
    yield from check(always)
    yield from min((tuple(check(one)) for one in alternatives), key=_failures, default=())


def _failures(checks: tuple[Check, ...]) -> int:
    return sum(not check.passed for check in checks)
