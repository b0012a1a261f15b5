"""What coverage is counted from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sekisho.model.kinds.case import CaseBase
from sekisho.model.registry import Registry
from sekisho.model.run import JUDGED, CaseResult
from sekisho.model.trace import TurnTrace


@dataclass(frozen=True, slots=True)
class Ground:
    """The registry that was talked to, the cases of a suite, and those of their results that were judged.

    A dialogue that could not be judged reaches nothing; one that failed has still been where it has been.
    """

    registry: Registry
    cases: Mapping[str, CaseBase]
    results: Sequence[CaseResult]

    @classmethod
    def of(cls, registry: Registry, cases: Mapping[str, CaseBase], results: Iterable[CaseResult]) -> "Ground":
        """Keep the judged results of `cases`, of every trial."""
        return cls(registry, cases, [one for one in results if one.case in cases and one.state in JUDGED])

    @property
    def turns(self) -> Iterator[TurnTrace]:
        """Every turn of every judged dialogue."""
        return (turn for result in self.results for turn in result.turns)


@dataclass(frozen=True, slots=True)
class Goal:
    """What is there to be reached of one subject (an id, or "" for all together), and what was, by readable names."""

    subject: str
    wanted: Sequence[str]
    reached: frozenset[str]
