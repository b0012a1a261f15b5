"""Measured error rates: of the whole gate, and of the attribution of causes."""

from collections.abc import Mapping

from sekisho.model.base import Count, Float, Frozen, Int, Positive, Share


class GateSetting(Frozen):
    """One cell of the table: how many cases, how stable they are, what share of them the candidate truly breaks.

    `stability` is the chance that a trial of a case ends as most of its trials do; `trials` are those of each case.
    """

    cases: Positive
    stability: Share
    broken: Share = 0.0
    trials: Positive = 1

    @property
    def broken_cases(self) -> int:
        """How many cases the candidate breaks: at least one, where any."""
        return max(1, round(self.cases * self.broken)) if self.broken else 0


class GateTally(Frozen):
    """How often the gate said what in one cell.

    `failed_by` counts the repetitions in which each check failed the gate, `undecided_by` those in which it was the
    reason for an inconclusive verdict, `alarms` those in which each naive rule alarmed.
    """

    setting: GateSetting
    repetitions: Count
    passed: Count = 0
    inconclusive: Count = 0
    failed: Count = 0
    failed_by: Mapping[str, Count] = {}
    undecided_by: Mapping[str, Count] = {}
    alarms: Mapping[str, Count] = {}


class GateErrorRates(Frozen):
    """The whole table, with all that is needed to make it again."""

    format: str = "sekisho-gate-error-rates/1"
    seed: Int
    alpha: Float
    margins: Mapping[str, Float]
    resamples: Positive
    tallies: tuple[GateTally, ...]
