"""The trials of a simulated comparison: both sides answer every case, and failing must-pass cases are tried again."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from sekisho.evaluation.retry import RETRIES
from sekisho.evaluation.simulation.population import Population, SimulatedCase, Slip
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.simulation import GateSetting

Results = Sequence[CaseResult]
BothResults = tuple[Results, Results]
"""What the baseline and the candidate answered."""


@dataclass(frozen=True, slots=True)
class Comparing:
    """One repetition: the cases, how they behave, the ones the candidate breaks, and the dice."""

    population: Population
    setting: GateSetting
    broken: Collection[str]
    dice: Random

    def results(self) -> BothResults:
        """Return what both sides answered, by case and trial."""
        both = [self._case(case) for case in self.population.cases]
        return [one for side, _ in both for one in side], [one for _, side in both for one in side]

    def _case(self, case: SimulatedCase) -> BothResults:
        first = range(self.setting.trials)
        baseline, candidate = [*self._tried(case, first, ())], [*self._tried(case, first, self.broken)]
        if case.must_pass and any(one.state is CaseState.FAILED for one in candidate):
            again = range(self.setting.trials, self.setting.trials + RETRIES)
            baseline += self._tried(case, again, ())
            candidate += self._tried(case, again, self.broken)
        return baseline, candidate

    def _tried(self, case: SimulatedCase, trials: range, broken: Collection[str]) -> Iterator[CaseResult]:
        for trial in trials:
            yield self.population.result(case, self._slip(case, broken), trial)

    def _slip(self, case: SimulatedCase, broken: Collection[str]) -> Slip | None:
        """Return how this trial goes wrong: a broken case always does, another one as its stability has it."""
        if case.name in broken:
            return case.slip(self.dice)
        if self.dice.random() < self.setting.stability:
            return case.failing
        return None if case.failing else case.slip(self.dice)


def comparing(population: Population, setting: GateSetting, dice: Random) -> Comparing:
    """Return one repetition; which cases the candidate breaks is drawn anew, from those that pass by majority."""
    passing = [case.name for case in population.cases if case.failing is None]
    return Comparing(population, setting, frozenset(dice.sample(passing, setting.broken_cases)), dice)
