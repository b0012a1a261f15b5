"""Ratios and pooled figures of paired conversations, with the paired bootstrap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.spec import Pooled, Ratio
from sekisho.evaluation.pairing import Sides, Trials
from sekisho.evaluation.pooled import pooled_bootstrap
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.verdict import MetricComparison
from sekisho.stats.bootstrap import Bootstrap, paired_bootstrap
from sekisho.stats.detectable import smallest_detectable

METHOD = "paired bootstrap by conversation"

Values = tuple[float | None, float | None]
"""A figure of the baseline and the same figure of the candidate."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What decides how metrics are compared: the gate policy, and the roles of the intents."""

    policy: GatePolicy
    catalogue: Catalogue

    @property
    def confidence(self) -> float:
        """The coverage of two-sided intervals."""
        return 1 - 2 * self.policy.alpha


@dataclass(frozen=True, slots=True)
class Paired:
    """A metric on both sides, the same for each case, whether no case differs, and how to resample it."""

    values: Values
    by_case: Sequence[Values]
    identical: bool
    draw: Callable[[], Bootstrap]


def sum_parts(metric: Ratio, trials: Trials, judge: Judge) -> tuple[float, float]:
    """Return numerator and denominator of all trials of a case together."""
    parts = [metric.parts(result, judge.catalogue) for result in trials.results]
    return sum(part[0] for part in parts), sum(part[1] for part in parts)


def compare_ratio(metric: Ratio, sides: Sequence[Sides], judge: Judge, blank: MetricComparison) -> MetricComparison:
    """Fill in `blank`; a conversation that says nothing about the metric on either side is left out."""
    policy = judge.policy
    both = [(sum_parts(metric, one.baseline, judge), sum_parts(metric, one.candidate, judge)) for one in sides]
    both = [(before, after) for before, after in both if before[1] or after[1]]
    rows = [(*before, *after) for before, after in both]
    totals = [sum(column) for column in zip(*rows, strict=True)] or [0.0] * 4
    paired = Paired(
        values=(_quotient(totals[0], totals[1]), _quotient(totals[2], totals[3])),
        by_case=[(_quotient(*before), _quotient(*after)) for before, after in both],
        identical=all(before == after for before, after in both),
        draw=lambda: paired_bootstrap(rows, seed=policy.seed, resamples=policy.resamples, confidence=judge.confidence),
    )
    return _filled(blank, paired, judge)


def compare_pooled(metric: Pooled, sides: Sequence[Sides], judge: Judge, blank: MetricComparison) -> MetricComparison:
    """Fill in `blank` from the samples of all conversations; a case got worse or better by its own figure."""

    def samples(trials: Trials) -> list[object]:
        return [sample for result in trials.results for sample in metric.samples(result, judge.catalogue)]

    both = [(samples(one.baseline), samples(one.candidate)) for one in sides]
    both = [(before, after) for before, after in both if before or after]
    pooled = [[sample for case in both for sample in case[side]] for side in (0, 1)]
    paired = Paired(
        values=(metric.figure(pooled[0]), metric.figure(pooled[1])),
        by_case=[(metric.of_case(before), metric.of_case(after)) for before, after in both],
        identical=all(before == after for before, after in both),
        draw=lambda: pooled_bootstrap(both, metric.figure, judge.policy, judge.confidence),
    )
    return _filled(blank, paired, judge)


def _filled(blank: MetricComparison, paired: Paired, judge: Judge) -> MetricComparison:
    before, after = paired.values
    sign = 1 if blank.higher_is_better else -1
    changes = [sign * (new - old) for old, new in paired.by_case if old is not None and new is not None]
    facts = {
        "baseline": before,
        "candidate": after,
        "difference": None if before is None or after is None else after - before,
        "pairs": len(paired.by_case),
        "worse": sum(change < 0 for change in changes),
        "better": sum(change > 0 for change in changes),
    }
    return blank.model_copy(update={**facts, **_evidence(blank, paired, judge)})


def _evidence(blank: MetricComparison, paired: Paired, judge: Judge) -> dict[str, object]:
    """Return interval and p-value; without resampling where no case differs or the metric cannot block."""
    if None in paired.values:
        return {}
    seen = _detectable(blank, paired, judge)
    if paired.identical:
        return {"low": 0.0, "high": 0.0, "p_worse": 1.0, "method": "identical", "smallest_detectable": seen}
    found = paired.draw() if blank.blocking else None
    if found is None or found.interval is None:
        return {}
    return {
        "low": found.interval.low,
        "high": found.interval.high,
        "p_worse": found.inferiority_p(0.0) if blank.higher_is_better else found.noninferiority_p(0.0),
        "method": METHOD,
        "smallest_detectable": seen,
    }


def _detectable(blank: MetricComparison, paired: Paired, judge: Judge) -> float | None:
    """Return the smallest loss the cases could have shown, if whole conversations were lost; for shares only."""
    if blank.unit != "share" or not paired.by_case:
        return None
    differing = sum(old != new for old, new in paired.by_case)
    return smallest_detectable(len(paired.by_case), differing / len(paired.by_case), alpha=judge.policy.alpha)


def _quotient(numerator: float, denominator: float) -> float | None:
    return numerator / denominator if denominator else None
