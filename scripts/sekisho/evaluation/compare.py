"""Two runs side by side: every case, every metric.

Metrics are carried by the cases that both sides judged, stably and in the same trials, and that are not in quarantine.
A case that was tried again weighs no more than another: only the trials that every case had are measured.
"""

from collections.abc import Sequence
from datetime import date

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.difference import compare_metric
from sekisho.evaluation.metrics.spec import AnyMetric, measure
from sekisho.evaluation.metrics.table import METRICS
from sekisho.evaluation.paired_samples import Judge
from sekisho.evaluation.pairing import Sides, pair_up, sides_of
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.run import Run
from sekisho.model.verdict import Comparison, MetricComparison, Pairing
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
    `metrics` are those to compare; the verdict asks for no others than the policy names.
    """
    judge = Judge(policy, catalogue or Catalogue())
    day = today or policy.clock.date()
    quarantined = {entry.case for entry in policy.quarantine if day <= entry.until}
    sides = sides_of(baseline.results, candidate.results)
    pairs = tuple(pair_up(one, judge.catalogue, quarantined=stem(one.case) in quarantined) for one in sides)
    trials = baseline.header.trials
    judged = [
        Sides(one.case, one.baseline.until(trials), one.candidate.until(trials))
        for one, pair in zip(sides, pairs, strict=True)
        if pair.pairing is not Pairing.NOT_COMPARED and not pair.quarantined
    ]
    return Comparison(
        pairs=pairs,
        metrics=_adjusted([compare_metric(metric, judged, judge) for metric in metrics]),
        baseline_metrics=tuple(measure(metric, baseline.results, judge.catalogue) for metric in metrics),
        candidate_metrics=tuple(measure(metric, candidate.results, judge.catalogue) for metric in metrics),
    )


def stem(case: str) -> str:
    """Return the id a quarantine names: that of the case's file, without its kind."""
    return case.partition("/")[2]


def _adjusted(metrics: list[MetricComparison]) -> tuple[MetricComparison, ...]:
    """Return the metrics with Holm's adjusted p-values for the blocking ones."""
    tested = [metric for metric in metrics if metric.blocking and metric.p_worse is not None]
    adjusted = dict(zip((metric.name for metric in tested), holm([_p(metric) for metric in tested]), strict=True))
    return tuple(metric.model_copy(update={"p_adjusted": adjusted.get(metric.name)}) for metric in metrics)


def _p(metric: MetricComparison) -> float:
    return 1.0 if metric.p_worse is None else metric.p_worse
