"""A figure that is no number comes from a defect, not from a dialogue: the gate did not work."""

from collections.abc import Iterator
from math import isfinite

from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import listed
from sekisho.model.verdict import GateCheck, MetricComparison, VerdictState


def check_numbers(evidence: Evidence) -> Iterator[GateCheck]:
    """Report an error for any metric with a NaN or an infinity in it."""
    found = evidence.comparison
    metrics = (*found.metrics, *found.segments) if found else ()
    if wrong := [metric.name for metric in metrics if not all(map(isfinite, figures(metric)))]:
        yield GateCheck(
            id="numbers",
            state=VerdictState.ERROR,
            message=f"not a number: {listed(wrong)}",
            evidence={"metrics": wrong},
        )


def figures(metric: MetricComparison) -> list[float]:
    """Return every figure of a metric that is there."""
    found = (metric.baseline, metric.candidate, metric.difference, metric.low, metric.high, metric.p_worse)
    return [figure for figure in (*found, metric.p_adjusted) if figure is not None]
