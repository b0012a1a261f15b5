"""What a kind of coverage is: what there is to be reached, and what one dialogue reaches of it."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass

from sekisho.model.kinds.case import CaseBase
from sekisho.model.registry import Registry
from sekisho.model.run import CaseResult


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached of one subject (an id, or "" for all together): readable names by what stands for them."""

    subject: str
    wanted: Mapping[Hashable, str]


@dataclass(frozen=True, slots=True)
class Ground:
    """`goals` are those of the registry that was talked to; `reached` yields what stands for what a result reaches."""

    goals: Callable[[Registry], Iterator[Goal]]
    reached: Callable[[CaseBase, CaseResult], Iterator[Hashable]]
