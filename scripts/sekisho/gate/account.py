"""What one run says that a verdict may rest on, in one pass: outcomes, reasons and what was used, no dialogues."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sekisho.model.base import Json
from sekisho.model.kinds.policy import BudgetUnit
from sekisho.model.run import JUDGED, STABLE_SHARE, CaseResult, CaseState, RunHeader

Used = float | None
"""An amount, None where it is not known."""

Outcomes = tuple[tuple[int, CaseState], ...]
"""The trials of a case and how they ended."""


@dataclass(slots=True)
class Spent:
    """What judged dialogues used of one thing: in all, by trial, and the dearest of them."""

    by_trial: dict[int, Used] = field(default_factory=dict)
    most: float = 0.0
    dearest: str = ""
    unknown: set[str] = field(default_factory=set)
    """The cases of which it is not known."""

    def add(self, result: CaseResult, used: Used) -> None:
        """Take one result; what is not known of one is not known of the sum."""
        before = self.by_trial.get(result.trial, 0.0)
        if used is None:
            self.unknown.add(result.case)
        elif used > self.most or not self.dearest:
            self.most, self.dearest = used, result.case
        self.by_trial[result.trial] = None if used is None or before is None else before + used

    @property
    def run(self) -> Used:
        """What the dearest trial of the whole run used; None where some of it is not known, or nothing was judged."""
        if self.unknown or not self.by_trial:
            return None
        return max(used or 0.0 for used in self.by_trial.values())


@dataclass(slots=True)
class Account:
    """One run, added up. Cases that are `spared` (in quarantine) use up the run's budget, not that of a case."""

    header: RunHeader
    spared: Collection[str] = ()
    outcomes: dict[str, Outcomes] = field(default_factory=dict)
    invalid: dict[str, str] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    missing: set[tuple[str, str]] = field(default_factory=set)
    violations: dict[str, list[Json]] = field(default_factory=dict)
    safety_asserted: bool = False
    held_dialogues: bool = False
    asked_a_model: bool = False
    judged: bool = False
    in_run: Mapping[BudgetUnit, Spent] = field(default_factory=lambda: {unit: Spent() for unit in BudgetUnit})
    in_cases: Mapping[BudgetUnit, Spent] = field(default_factory=lambda: {unit: Spent() for unit in BudgetUnit})

    def states(self, case: str) -> Sequence[CaseState]:
        """Return how the trials of a case ended."""
        return [state for _, state in self.outcomes.get(case, ())]

    def add(self, result: CaseResult) -> None:
        """Take one result."""
        self.outcomes[result.case] = _joined(self.outcomes.get(result.case, ()), result.trial, result.state)
        self.missing |= {(answer.prompt, answer.key) for answer in result.missing}
        self.held_dialogues = self.held_dialogues or not result.search
        self.asked_a_model = self.asked_a_model or any(turn.calls for turn in result.turns)
        if result.state is CaseState.INVALID:
            self.invalid[result.case] = result.reason
        if result.state is CaseState.UNRECORDED:
            self.waiting.add(result.case)
        self._look_for_harm(result)
        if result.state in JUDGED:
            self.judged = True
            self._spend(result)

    def _look_for_harm(self, result: CaseResult) -> None:
        for check in result.checks:
            if check.field.startswith("safety"):
                self.safety_asserted = True
                if not check.passed:
                    self.violations.setdefault(result.case, []).extend(check.observed)

    def _spend(self, result: CaseResult) -> None:
        for unit, used in used_by(result).items():
            self.in_run[unit].add(result, used)
            if result.case not in self.spared:
                self.in_cases[unit].add(result, used)


def account_of(header: RunHeader, results: Iterable[CaseResult], spared: Collection[str] = ()) -> Account:
    """Return the account of a run; its results are read once and not held."""
    account = Account(header, spared)
    for result in results:
        account.add(result)
    return account


def used_by(result: CaseResult) -> Mapping[BudgetUnit, Used]:
    """Return what one dialogue used: the waiting time of all its turns, its tokens both ways, its cost if known."""
    return {
        BudgetUnit.LATENCY_MS: sum(turn.latency_ms for turn in result.turns),
        BudgetUnit.TOKENS: float(result.usage.input_tokens + result.usage.output_tokens),
        BudgetUnit.COST: result.cost,
    }


def agree(states: Sequence[CaseState]) -> bool:
    """Say whether at least two thirds of the judged trials ended alike."""
    failures, judged = failures_of(states)
    return max(failures, judged - failures) >= STABLE_SHARE * judged


def failures_of(states: Sequence[CaseState]) -> tuple[int, int]:
    """Return how many of the judged trials failed, and how many there were."""
    judged = [state for state in states if state in JUDGED]
    return judged.count(CaseState.FAILED), len(judged)


@lru_cache(maxsize=1024)
def _joined(outcomes: Outcomes, trial: int, state: CaseState) -> Outcomes:
    """Return one value for equal outcomes: a large run has few kinds of them."""
    return (*outcomes, (trial, state))
