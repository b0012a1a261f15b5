"""What a detector is: where a kind of data may stand, whether its check digits are right, which words belong to it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sekisho.model.pii import PiiKind


class Candidate(NamedTuple):
    """A place in the written text; `checked` says whether its check digits are right, None where it has none."""

    start: int
    end: int
    checked: bool | None = None


Finder = Callable[[str], Iterator[Candidate]]


@dataclass(frozen=True, slots=True)
class Detector:
    """Finds one kind. `context` are words that stand near it, without which it is nothing if `needs_context`.

    `digits` is the least number of digits in it, `marks` are texts one of which is always in it: a text without them
    is not searched. `raw` wants the text before letters among digits are read as digits.
    """

    kind: PiiKind
    find: Finder
    context: re.Pattern[str] | None = None
    needs_context: bool = False
    digits: int = 0
    marks: tuple[str, ...] = ()
    raw: bool = False

    def is_marked(self, text: str) -> bool:
        """Say whether a text has one of the marks, or needs none."""
        return not self.marks or any(map(text.__contains__, self.marks))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile the pattern of a finder when its first text comes: few texts have the digits or marks of every kind."""
    return re.compile(pattern, re.ASCII)


def by_pattern(pattern: str, check: Callable[[str], bool] | None = None) -> Finder:
    """Return a finder of the group `value` of a pattern; `check` is given its letters and digits alone."""

    def find(text: str) -> Iterator[Candidate]:
        for match in compiled(pattern).finditer(text):
            yield Candidate(*match.span("value"), checked=check(compact(match["value"])) if check else None)

    return find


def words(pattern: str) -> re.Pattern[str]:
    """Compile the words of a context: they are looked for in any case."""
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


def compact(value: str) -> str:
    """Return the ASCII letters and digits of a value, in one case."""
    return re.sub("[^0-9a-z]", "", value.lower())
