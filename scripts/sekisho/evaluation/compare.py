"""Two runs side by side: every case, every metric, every segment the policy names.

Both are read once, case by case. Metrics are carried by the cases that both sides judged, stably and in the same
trials, and that are not in quarantine. A case that was tried again weighs no more than another: only the trials that
every case had are measured.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.difference import Pairs, pairs_of
from sekisho.evaluation.metrics.seen import Seen, is_unit
from sekisho.evaluation.metrics.spec import AnyMetric
from sekisho.evaluation.metrics.table import METRICS
from sekisho.evaluation.metrics.tally import RunTally
from sekisho.evaluation.pairing import Sides, pair_up, side_by_side
from sekisho.evaluation.rules import Asked, Judge
from sekisho.evaluation.segments import Part, segments_of
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.run import Run
from sekisho.model.verdict import CasePair, Comparison, MetricComparison, Pairing
from sekisho.stats.holm import holm


def compare(
    baseline: Run,
    candidate: Run,
    policy: GatePolicy,
    catalogue: Catalogue | None = None,
    today: date | None = None,
    metrics: Sequence[AnyMetric] = METRICS,
) -> Comparison:
    """Compare `candidate` with `baseline` under `policy`.

    `catalogue` gives the roles of intents; `today` decides which quarantines still hold (default: the policy's clock).
    `metrics` are those to compare; the verdict asks for no others than the policy names. Raises ValueError for results
    that are streamed out of order.
    """
    sides = side_by_side(baseline.results, candidate.results)
    return compare_sides(sides, baseline.header.trials, Judge(policy, catalogue or Catalogue()), today, metrics)


def compare_sides(
    sides: Iterable[Sides], trials: int, judge: Judge, today: date | None, metrics: Sequence[AnyMetric] = METRICS
) -> Comparison:
    """Compare cases side by side, each taken once; `trials` of each are measured."""
    day = today or judge.policy.clock.date()
    quarantined = {entry.case for entry in judge.policy.quarantine if day <= entry.until}
    ledger, runs = _Ledger(judge, metrics), [RunTally(metrics, judge.catalogue) for _ in range(2)]
    pairs = []
    for one in sides:
        pairs.append(pair_up(one, judge.catalogue, quarantined=stem(one.case) in quarantined))
        measured = one.until(trials)
        ledger.add(measured, pairs[-1])
        for run, side in zip(runs, (measured.baseline, measured.candidate), strict=True):
            run.add(one.case, side.seen)
    found, segments = ledger.compared()
    return Comparison(
        pairs=tuple(pairs),
        metrics=found,
        baseline_metrics=runs[0].measured(),
        candidate_metrics=runs[1].measured(),
        segments=segments,
    )


def stem(case: str) -> str:
    """Return the id a quarantine names: that of the case's file, without its kind."""
    return case.partition("/")[2]


class _Column(NamedTuple):
    """One metric of all cases or of a segment of them, added up."""

    asked: Asked
    pairs: Pairs


def _add(columns: Sequence[_Column], sides: tuple[Sequence[Seen], Sequence[Seen]], *, unit: bool, stable: bool) -> None:
    """Give a case to the metrics that are about it; those it says nothing about are not asked."""
    heads = frozenset().union(*(seen.heads for side in sides for seen in side))
    for asked, pairs in columns:
        metric = asked.metric
        if metric.head in heads and metric.units is unit and (stable or metric.unstable):
            pairs.add(*sides)


class _Ledger:
    """Every metric of all cases and of each segment."""

    def __init__(self, judge: Judge, metrics: Sequence[AnyMetric]) -> None:
        def columns(asked: Sequence[Asked]) -> Sequence[_Column]:
            return [_Column(one, pairs_of(one, judge)) for one in asked]

        self._all = columns([Asked(metric, judge.policy.metrics.get(metric.name)) for metric in metrics])
        self._segments: list[tuple[Part, Sequence[_Column]]] = [
            (part, columns(asked)) for part, asked in segments_of(judge.policy)
        ]

    def add(self, sides: Sides, pair: CasePair) -> None:
        """Take one case, if it can be compared and is not in quarantine."""
        if pair.pairing is Pairing.NOT_COMPARED or pair.quarantined:
            return
        before, after, unit = sides.baseline.seen, sides.candidate.seen, is_unit(sides.case)
        stable = pair.pairing is not Pairing.UNSTABLE
        _add(self._all, (before, after), unit=unit, stable=stable)
        for part, columns in self._segments:
            left, right = ([own for seen in side if (own := part(seen))] for side in (before, after))
            if left or right:
                _add(columns, (left, right), unit=unit, stable=stable)

    def compared(self) -> tuple[tuple[MetricComparison, ...], tuple[MetricComparison, ...]]:
        """Return the metrics of all cases and those of segments, Holm's correction over all that block."""
        found = [column.pairs.compared() for column in self._all]
        parts = [column.pairs.compared() for _, columns in self._segments for column in columns]
        adjusted = _adjusted([*found, *parts])
        return tuple(adjusted[: len(found)]), tuple(adjusted[len(found) :])


def _adjusted(metrics: Sequence[MetricComparison]) -> list[MetricComparison]:
    """Return the metrics with Holm's adjusted p-values for the blocking ones."""
    tested = {index: m.p_worse for index, m in enumerate(metrics) if m.blocking and m.p_worse is not None}
    adjusted = dict(zip(tested, holm(list(tested.values())), strict=True))
    return [metric.model_copy(update={"p_adjusted": adjusted.get(index)}) for index, metric in enumerate(metrics)]
