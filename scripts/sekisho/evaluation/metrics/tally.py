"""The figures of one run, added up case by case: what is kept is sums, samples and notes."""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from math import fsum
from typing import Any

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen, is_unit
from sekisho.evaluation.metrics.spec import AnyMetric, Pooled, Ratio, no_notes, parts_of
from sekisho.evaluation.metrics.trials import by_case
from sekisho.model.run import CaseResult, Metric
from sekisho.stats.binomial import wilson


class Sum:
    """A sum that is the same in whatever order its parts come: whole ones add up exactly, the others are kept.

    `total` is rounded once (`math.fsum`).
    """

    def __init__(self) -> None:
        self._whole = 0.0
        self._broken = array("d")

    def add(self, part: float) -> None:
        """Take a part."""
        if part.is_integer():
            self._whole += part
        else:
            self._broken.append(part)

    def join(self, other: "Sum") -> None:
        """Take the parts of another sum."""
        self._whole += other._whole
        self._broken += other._broken

    @property
    def total(self) -> float:
        """All parts together."""
        return fsum((self._whole, *self._broken))


class RatioTally:
    """A share or mean of one run so far."""

    def __init__(self, metric: Ratio) -> None:
        self._metric = metric
        self._top, self._bottom = Sum(), Sum()
        self._notes: Counter[Any] = Counter()
        self._repeated = False

    def add(self, trials: Sequence[Seen], catalogue: Catalogue) -> None:
        """Take the judged trials of one case."""
        top, bottom = parts_of(self._metric, trials, catalogue)
        self._top.add(top)
        self._bottom.add(bottom)
        self._repeated = self._repeated or len(trials) > 1
        if self._metric.notes is not no_notes:
            for seen in trials:
                self._notes.update(self._metric.notes(seen, catalogue))

    def packed(self) -> Any:
        """Return what was added up, as a value that can cross between processes."""
        return self._top, self._bottom, self._notes, self._repeated

    def join(self, packed: Any) -> None:
        """Take what another tally of other cases has `packed`."""
        top, bottom, notes, repeated = packed
        self._top.join(top)
        self._bottom.join(bottom)
        self._notes.update(notes)
        self._repeated = self._repeated or repeated

    def measured(self) -> Metric:
        """Return the figure; a share of independent yes/no outcomes has an interval, several trials are not that."""
        top, bottom = self._top.total, self._bottom.total
        sample = self._metric.binary and not self._repeated and bottom
        interval = wilson(round(top), round(bottom)) if sample else None
        return Metric(
            name=self._metric.name,
            value=top / bottom if bottom else None,
            numerator=top,
            denominator=bottom,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
            unit=self._metric.unit,
            detail=self._metric.detail(self._notes),
        )


class PooledTally:
    """A figure of pooled samples of one run so far."""

    def __init__(self, metric: Pooled) -> None:
        self._metric = metric
        self._bag = metric.bag()

    def add(self, trials: Sequence[Seen], catalogue: Catalogue) -> None:
        """Take the judged trials of one case."""
        self._bag.put(self._metric.samples(trials, catalogue))

    def packed(self) -> Any:
        """Return the samples, as a value that can cross between processes."""
        return self._bag.packed()

    def join(self, packed: Any) -> None:
        """Take what another tally of other cases has `packed`."""
        self._bag.unpack(packed, 1)

    def measured(self) -> Metric:
        """Return the figure, and of how many samples."""
        return Metric(
            name=self._metric.name,
            value=self._metric.figure(self._bag),
            denominator=float(self._bag.size),
            unit=self._metric.unit,
            detail=self._metric.detail(self._bag),
        )


Tally = RatioTally | PooledTally


class RunTally:
    """Every metric of one run so far; a unit test counts only for the metric about those."""

    def __init__(self, metrics: Sequence[AnyMetric], catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._all = [_tally(metric) for metric in metrics]
        self._asked: dict[tuple[bool, str], list[Tally]] = {}
        for metric, tally in zip(metrics, self._all, strict=True):
            self._asked.setdefault((metric.units, metric.head), []).append(tally)

    def add(self, case: str, trials: Sequence[Seen]) -> None:
        """Take the judged trials of one case; a case comes once. Only what it says something about is asked."""
        unit = is_unit(case)
        for head in frozenset().union(*(seen.heads for seen in trials)):
            for tally in self._asked.get((unit, head), ()):
                tally.add(trials, self._catalogue)

    def packed(self) -> Sequence[Any]:
        """Return what every tally has, as a value that can cross between processes."""
        return [tally.packed() for tally in self._all]

    def join(self, packed: Sequence[Any]) -> None:
        """Take what tallies of the same metrics have `packed` of other cases."""
        for tally, part in zip(self._all, packed, strict=True):
            tally.join(part)

    def measured(self) -> tuple[Metric, ...]:
        """Return every figure, in the order of the metrics; None where nothing was asserted."""
        return tuple(tally.measured() for tally in self._all)


def measure(metrics: Sequence[AnyMetric], results: Iterable[CaseResult], catalogue: Catalogue) -> tuple[Metric, ...]:
    """Return the metrics of one run; the results are read once and not held.

    Raises ValueError for a stream that is not in the order of a run file.
    """
    tally = RunTally(metrics, catalogue)
    for case, trials in by_case(results):
        tally.add(case, trials.seen)
    return tally.measured()


def _tally(metric: AnyMetric) -> Tally:
    return PooledTally(metric) if isinstance(metric, Pooled) else RatioTally(metric)
