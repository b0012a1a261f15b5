"""What a comment is about, and how much of it there is room for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from sekisho.model.base import Language
from sekisho.model.decision import Decision
from sekisho.model.verdict import GateReport, Pairing
from sekisho.report.comment.links import CommentLinks
from sekisho.report.markdown import markdown_code
from sekisho.report.view import Dialogues, all_dialogues
from sekisho.report.wording import words

Item = TypeVar("Item")


class Depth(NamedTuple):
    """How many of each are shown before the rest is counted."""

    dialogues: int
    listed: int
    names: int


@dataclass(frozen=True)
class Subject:
    """A gate's report, the decision about the pull request where there is one, and where links may lead."""

    report: GateReport
    decision: Decision | None
    links: CommentLinks
    depth: Depth

    @property
    def language(self) -> Language:
        """The language of the gate's policy."""
        return self.report.language

    @property
    def words(self) -> Mapping[str, str]:
        """The words of that language."""
        return words(self.language)

    @cached_property
    def found(self) -> Mapping[Pairing, Dialogues]:
        """Every case by what became of it."""
        return all_dialogues(self.report)

    def codes(self, names: Sequence[str]) -> str:
        """Return names as code, the first of them where there are many."""
        shown = ", ".join(markdown_code(name, 80) for name in names[: self.depth.names])
        rest = len(names) - self.depth.names
        return f"{shown}, {self.words['n-more'].format(count=rest)}" if rest > 0 else shown

    def bounded(self, items: Sequence[Item], line: Callable[[Item], str] = str) -> list[str]:
        """Return the lines of as many items as are listed; one more says how many are left, which nobody looks at."""
        rest = len(items) - self.depth.listed
        shown = list(map(line, items[: self.depth.listed]))
        return [*shown, self.words["more"].format(count=rest)] if rest > 0 else shown
