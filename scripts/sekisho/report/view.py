"""What every format of a gate report shows, prepared once: rows of text cells, no markup."""

from collections.abc import Iterator
from dataclasses import dataclass

from sekisho.model.base import Json
from sekisho.model.run import CaseResult, Check
from sekisho.model.trace import TurnTrace
from sekisho.model.verdict import CasePair, GateReport, MetricComparison, Pairing
from sekisho.serialize import canonical_json


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One case with both sides' results, for reports that show it turn by turn."""

    pair: CasePair
    baseline: CaseResult | None
    candidate: CaseResult | None

    @property
    def title(self) -> str:
        """The case's title, from whichever side has it."""
        known = self.candidate or self.baseline
        return known.title if known else ""

    @property
    def rounds(self) -> Iterator[tuple[int, TurnTrace | None, TurnTrace | None]]:
        """Turn number from 0 and the two traces; None where a side stopped earlier."""
        left = self.baseline.turns if self.baseline else ()
        right = self.candidate.turns if self.candidate else ()
        for number in range(max(len(left), len(right))):
            yield number, left[number] if number < len(left) else None, right[number] if number < len(right) else None

    @property
    def failed_checks(self) -> tuple[Check, ...]:
        """The candidate's failed checks."""
        return tuple(check for check in self.candidate.checks if not check.passed) if self.candidate else ()


def dialogues(report: GateReport, pairing: Pairing) -> tuple[Dialogue, ...]:
    """Return the cases that went this way, must-pass first, then by id."""
    if report.comparison is None:
        return ()
    left = {result.case: result for result in reversed(report.baseline_results)}
    right = {result.case: result for result in reversed(report.candidate_results)}
    pairs = sorted(report.comparison.of(pairing), key=lambda pair: (not pair.must_pass, pair.case))
    return tuple(Dialogue(pair, left.get(pair.case), right.get(pair.case)) for pair in pairs)


def figure(value: float | None, unit: str) -> str:
    """Write one figure in its unit: shares as per cent, the rest with at most four digits; "-" where undefined."""
    if value is None:
        return "-"
    if unit == "share":
        return f"{100 * value:.1f} %"
    return f"{value:,.0f} {unit}" if abs(value) >= 100 else f"{value:.4g} {unit}"


def signed(value: float | None, unit: str) -> str:
    """Write a difference with its sign; shares in percentage points."""
    if value is None:
        return "-"
    if unit == "share":
        return f"{100 * value:+.1f} pt"
    return f"{value:+,.0f} {unit}" if abs(value) >= 100 else f"{value:+.3g} {unit}"


def metric_row(metric: MetricComparison) -> tuple[str, str, str, str, str]:
    """Return name, baseline, candidate, difference with interval, margin."""
    unit = metric.unit
    difference = signed(metric.difference, unit)
    if metric.low is not None and metric.high is not None:
        difference += f" [{signed(metric.low, unit)}, {signed(metric.high, unit)}]"
    margin = "-" if metric.margin is None else figure(metric.margin, unit)
    sides = (figure(metric.baseline, unit), figure(metric.candidate, unit))
    return (metric.name, *sides, difference, margin if metric.blocking else f"({margin})")


def shown(value: Json) -> str:
    """Write an expected or observed value in one line."""
    return value if isinstance(value, str) else canonical_json(value)
