"""What a metric is. Every metric is a share or mean (`Ratio`) or any other figure of pooled samples (`Pooled`).

How to add a metric: write one small file with one value of these types, and add it to the tuple in `table.py`. The
comparison, the gate policy and the reports find it there by name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.evaluation.catalogue import Catalogue
from sekisho.model.base import Json
from sekisho.model.run import CaseResult, CaseState, Metric
from sekisho.stats.binomial import wilson

Results = Sequence[CaseResult]
Detail = Callable[[Results, Catalogue], Mapping[str, Json]]

UNIT_PREFIX = "prompt/"
"""The case ids of prompt unit tests begin with this; only their own metric counts them."""

JUDGED = frozenset({CaseState.PASSED, CaseState.FAILED})


def no_detail(_results: Results, _catalogue: Catalogue) -> Mapping[str, Json]:
    """Return nothing: most metrics are their value."""
    return {}


def is_unit(result: CaseResult) -> bool:
    """Say whether a result is that of a prompt's unit test, not of a dialogue."""
    return result.case.startswith(UNIT_PREFIX)


@dataclass(frozen=True, slots=True)
class Ratio:
    """The sum of numerators over the sum of denominators; `parts` gives a case's own, (0, 0) when it says nothing.

    A `binary` metric has parts (0 or 1, 1): it is compared by the exact test of paired yes/no outcomes.
    """

    name: str
    parts: Callable[[CaseResult, Catalogue], tuple[float, float]]
    unit: str = "share"
    higher_is_better: bool = True
    binary: bool = False
    units: bool = False
    detail: Detail = no_detail


@dataclass(frozen=True, slots=True)
class Pooled:
    """A figure of all samples of all cases together; `figure` returns None where it is not defined.

    `of_case` is the figure of one case alone, by which it got better or worse.
    """

    name: str
    samples: Callable[[CaseResult, Catalogue], Sequence[Any]]
    figure: Callable[[Sequence[Any]], float | None]
    of_case: Callable[[Sequence[Any]], float | None]
    unit: str = "share"
    higher_is_better: bool = True
    units: bool = False
    detail: Detail = no_detail


AnyMetric = Ratio | Pooled


def counted(metric: AnyMetric, results: Results) -> list[CaseResult]:
    """Return the results a metric is computed from: judged, and a unit test only for the metric about those."""
    return [result for result in results if result.state in JUDGED and is_unit(result) == metric.units]


def measure(metric: AnyMetric, results: Results, catalogue: Catalogue) -> Metric:
    """Return one figure of one run; its value is None where nothing was asserted."""
    chosen = counted(metric, results)
    detail = metric.detail(chosen, catalogue)
    if isinstance(metric, Pooled):
        pooled = [sample for result in chosen for sample in metric.samples(result, catalogue)]
        return Metric(
            name=metric.name,
            value=metric.figure(pooled),
            denominator=float(len(pooled)),
            unit=metric.unit,
            detail=detail,
        )
    parts = [metric.parts(result, catalogue) for result in chosen]
    top, bottom = sum(part[0] for part in parts), sum(part[1] for part in parts)
    interval = wilson(round(top), round(bottom)) if _is_sample(metric, chosen) and bottom else None
    return Metric(
        name=metric.name,
        value=top / bottom if bottom else None,
        numerator=float(top),
        denominator=float(bottom),
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        unit=metric.unit,
        detail=detail,
    )


def _is_sample(metric: Ratio, results: Results) -> bool:
    """Say whether the results are independent yes/no outcomes: several trials of one case are not."""
    return metric.binary and len({result.case for result in results}) == len(results)
