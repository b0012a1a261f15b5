"""What a metric is. Every metric is a share or mean (`Ratio`) or any other figure of pooled samples (`Pooled`).

How to add a metric: write one small file with one value of these types, and add it to the tuple in `table.py`. The
comparison, the gate policy and the reports find it there by name. A run is read once, case by case: a metric keeps
sums, samples and notes, never results.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen
from sekisho.model.base import Json

Parts = tuple[float, float]
"""A numerator and a denominator; (0, 0) says nothing."""

Samples = tuple[Any, ...]
Notes = Mapping[Any, int]
"""What a metric noted of all results, and how often."""


class Bag(Protocol):
    """Samples of many cases together."""

    @property
    def size(self) -> int:
        """How many there are."""
        ...

    def put(self, samples: Sequence[Any]) -> None:
        """Take the samples of a case."""
        ...

    def packed(self) -> Any:
        """Return all there is as one small value: equal for equal samples, whatever their order."""
        ...

    def unpack(self, packed: Any, times: int) -> None:
        """Take what `packed` returned, `times` over."""
        ...


class Counts(Counter[Any]):
    """A bag of few kinds of sample: each kind with its count."""

    @property
    def size(self) -> int:
        """How many samples there are, of whatever kind."""
        return self.total()

    def put(self, samples: Sequence[Any]) -> None:
        """Count the samples."""
        self.update(samples)

    def packed(self) -> frozenset[tuple[Any, int]]:
        """Return each kind with its count."""
        return frozenset(self.items())

    def unpack(self, packed: frozenset[tuple[Any, int]], times: int) -> None:
        """Add the counts."""
        for sample, count in packed:
            self[sample] += count * times


class Values:
    """A bag of numbers, eight bytes each."""

    def __init__(self) -> None:
        self.numbers = array("d")

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self.numbers)

    def put(self, samples: Sequence[float]) -> None:
        """Append the numbers."""
        self.numbers.extend(samples)

    def packed(self) -> bytes:
        """Return the numbers in order of size."""
        return array("d", sorted(self.numbers)).tobytes()

    def unpack(self, packed: bytes, times: int) -> None:
        """Append the numbers."""
        self.numbers.frombytes(packed * times)


def no_notes(_seen: Seen, _catalogue: Catalogue) -> Iterable[Hashable]:
    """Note nothing."""
    return ()


def no_detail(_found: Any) -> Mapping[str, Json]:
    """Return nothing: most metrics are their value."""
    return {}


@dataclass(frozen=True, slots=True)
class Ratio:
    """The sum of numerators over the sum of denominators; `parts` gives a result's own, (0, 0) when it says nothing.

    `head` is that of the checks it reads: a result without such checks says nothing and is not asked; "": it reads
    something else. A `binary` metric has parts (0 or 1, 1): it is compared by the exact test of paired yes/no outcomes.
    `notes` are what `detail` is made of.
    """

    name: str
    parts: Callable[[Seen, Catalogue], Parts]
    head: str = ""
    unit: str = "share"
    higher_is_better: bool = True
    binary: bool = False
    units: bool = False
    notes: Callable[[Seen, Catalogue], Iterable[Hashable]] = no_notes
    detail: Callable[[Notes], Mapping[str, Json]] = no_detail
    unstable: bool = False


@dataclass(frozen=True, slots=True)
class Pooled:
    """A figure of all samples of all cases together; `figure` returns None where it is not defined.

    `samples` are those of all trials of one case. `figure` of one case alone says whether it got better or worse,
    unless `of_case` does. `unstable` says that it is also about cases whose trials disagree. `head` as of a ratio.
    """

    name: str
    samples: Callable[[Sequence[Seen], Catalogue], Samples]
    figure: Callable[[Any], float | None]
    head: str = ""
    bag: Callable[[], Bag] = Counts
    of_case: Callable[[Any], float | None] | None = None
    unit: str = "share"
    higher_is_better: bool = True
    units: bool = False
    detail: Callable[[Any], Mapping[str, Json]] = no_detail
    unstable: bool = False


AnyMetric = Ratio | Pooled


def each(samples: Callable[[Seen], Iterable[Any]]) -> Callable[[Sequence[Seen], Catalogue], Samples]:
    """Return `samples` of one result as those of all trials of a case."""

    def of_all(trials: Sequence[Seen], _catalogue: Catalogue) -> Samples:
        return tuple(sample for seen in trials for sample in samples(seen))

    return of_all


def parts_of(metric: Ratio, trials: Sequence[Seen], catalogue: Catalogue) -> Parts:
    """Return numerator and denominator of all trials of a case together."""
    top = bottom = 0.0
    for seen in trials:
        if metric.head not in seen.heads:
            continue
        parts = seen.parts.get(metric.name)
        if parts is None:
            parts = seen.parts[metric.name] = metric.parts(seen, catalogue)
        top, bottom = top + parts[0], bottom + parts[1]
    return top, bottom


def bag_of(metric: Pooled, trials: Sequence[Seen], catalogue: Catalogue) -> Bag:
    """Return the samples of all trials of a case."""
    bag = metric.bag()
    if any(metric.head in seen.heads for seen in trials):
        bag.put(metric.samples(trials, catalogue))
    return bag


def own_figure(metric: Pooled, bag: Bag) -> float | None:
    """Return the figure of one case alone, None without samples."""
    return (metric.of_case or metric.figure)(bag) if bag.size else None
