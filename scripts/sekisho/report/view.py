"""What every format of a gate report shows, prepared once: which dialogues, which trial of them, in which order."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import overload

from sekisho.model.base import Json, is_lazy
from sekisho.model.results import cases_of
from sekisho.model.run import CaseResult, CaseState, Check
from sekisho.model.trace import TurnTrace
from sekisho.model.verdict import CasePair, Comparison, GateReport, MetricComparison, Pairing
from sekisho.serialize import canonical_json

Trials = Sequence[CaseResult]
Round = tuple[int, TurnTrace | None, TurnTrace | None]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One case with all trials of both sides; `baseline` and `candidate` are the trials that show what happened."""

    pair: CasePair
    before: Trials = ()
    after: Trials = ()

    @property
    def baseline(self) -> CaseResult | None:
        """The baseline's trial to be shown beside the candidate's, one that passed where there is one."""
        shown = self.candidate
        return _first(self.before, CaseState.PASSED, shown.trial if shown else 0)

    @property
    def candidate(self) -> CaseResult | None:
        """The first trial that failed, else the first one."""
        return _first(self.after, CaseState.FAILED, 0)

    @property
    def known(self) -> CaseResult | None:
        """A result of whichever side has the case."""
        return self.candidate or self.baseline

    @property
    def title(self) -> str:
        """The case's title."""
        return self.known.title if self.known else ""

    @property
    def rounds(self) -> Iterator[Round]:
        """Turn number from 0 and the two traces; None where a side stopped earlier."""
        left = self.baseline.turns if self.baseline else ()
        right = self.candidate.turns if self.candidate else ()
        for number in range(max(len(left), len(right))):
            yield number, left[number] if number < len(left) else None, right[number] if number < len(right) else None

    @property
    def failed_checks(self) -> tuple[Check, ...]:
        """The candidate's failed checks."""
        return tuple(check for check in self.candidate.checks if not check.passed) if self.candidate else ()

    @property
    def decisive(self) -> Check | None:
        """The failed check that the cause was read from."""
        cause = self.pair.cause
        return next((one for one in self.failed_checks if cause and one.code == cause.code), None)

    @property
    def passes(self) -> tuple[int, int, int]:
        """Passed trials of the baseline and of the candidate, and how many trials there were."""
        counts = [sum(one.state is CaseState.PASSED for one in side) for side in (self.before, self.after)]
        return counts[0], counts[1], max(len(self.before), len(self.after))


def _first(trials: Trials, state: CaseState, trial: int) -> CaseResult | None:
    """Return the trial of this number if it ended so, else the first that did, else the first."""
    ended = [one for one in trials if one.state is state]
    return next((one for one in ended if one.trial == trial), None) or next(iter([*ended, *trials]), None)


class ByCase:
    """The results of one side, found by case. Those that are read on use come by case and trial."""

    def __init__(self, results: Sequence[CaseResult]) -> None:
        self._results = results if is_lazy(results) else sorted(results, key=attrgetter("case", "trial"))
        self._cases = cases_of(self._results)

    def of(self, case: str) -> Trials:
        """Return the trials of a case, none where the side has none."""
        first, end = bisect_left(self._cases, case), bisect_right(self._cases, case)
        return self._results[first:end]


class Dialogues(Sequence[Dialogue]):
    """Cases whose results are read when one of them is looked at; `pairs` says what became of them without that."""

    def __init__(self, pairs: Sequence[CasePair], baseline: ByCase, candidate: ByCase) -> None:
        self.pairs = pairs
        self._sides = baseline, candidate

    def __len__(self) -> int:
        return len(self.pairs)

    @overload
    def __getitem__(self, index: int) -> Dialogue: ...
    @overload
    def __getitem__(self, index: slice) -> "Dialogues": ...
    def __getitem__(self, index: int | slice) -> "Dialogue | Dialogues":
        if isinstance(index, slice):
            return Dialogues(self.pairs[index], *self._sides)
        pair = self.pairs[index]
        return Dialogue(pair, *(side.of(pair.case) for side in self._sides))


def all_dialogues(report: GateReport) -> Mapping[Pairing, Dialogues]:
    """Return every case by what became of it; each group must-pass first, then by id."""
    found: dict[Pairing, list[CasePair]] = {pairing: [] for pairing in Pairing}
    pairs = report.comparison.pairs if report.comparison else ()
    for pair in sorted(pairs, key=lambda pair: (not pair.must_pass, pair.case)):
        found[pair.pairing].append(pair)
    sides = [ByCase(results if pairs else ()) for results in (report.baseline_results, report.candidate_results)]
    return {pairing: Dialogues(group, *sides) for pairing, group in found.items()}


def dialogues(report: GateReport, pairing: Pairing) -> Dialogues:
    """Return the cases that went this way, must-pass first, then by id."""
    return all_dialogues(report)[pairing]


def causes(found: Iterable[CasePair]) -> list[tuple[str, int]]:
    """Return how many cases each cause explains, the most frequent first."""
    counts = Counter(pair.cause.code for pair in found if pair.cause)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def in_order(metrics: Iterable[MetricComparison]) -> list[MetricComparison]:
    """Return the metrics that were measured on some side, those that can block first."""
    measured = [metric for metric in metrics if metric.baseline is not None or metric.candidate is not None]
    return sorted(measured, key=lambda metric: not metric.blocking)


def segment_rows(comparison: Comparison) -> list[tuple[str, ...]]:
    """Return one row a metric of a segment: segment, then as `metric_row`."""
    return [(metric.segment, *metric_row(metric)) for metric in in_order(comparison.segments)]


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


def difference(metric: MetricComparison) -> str:
    """Write the difference of a metric with its interval."""
    text = signed(metric.difference, metric.unit)
    if metric.low is None or metric.high is None:
        return text
    low, high = (signed(bound, metric.unit).partition(" ")[0] for bound in (metric.low, metric.high))
    return f"{text} [{low}, {high}]"


def margin(metric: MetricComparison) -> str:
    """Write what the policy allows; in brackets where it does not block."""
    if metric.margin is None:
        return "-"
    text = figure(metric.margin, metric.unit).replace(" %", " pt")
    return text if metric.blocking else f"({text})"


def metric_row(metric: MetricComparison) -> tuple[str, str, str, str, str]:
    """Return name, baseline, candidate, difference with interval, margin."""
    sides = (figure(metric.baseline, metric.unit), figure(metric.candidate, metric.unit))
    return (metric.name, *sides, difference(metric), margin(metric))


def shown(value: Json) -> str:
    """Write an expected or observed value in one line."""
    return value if isinstance(value, str) else canonical_json(value)
