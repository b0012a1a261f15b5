"""The results of a run, case by case: all trials of one case stand together, and the cases in order.

A run that lies in memory is put in order; one that is read from a stream must come in order, so that nothing of it has
to be held.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from sekisho.evaluation.metrics.seen import Seen
from sekisho.model.run import JUDGED, STABLE_SHARE, CaseResult, CaseState


@dataclass(frozen=True)
class Trials:
    """All results of one case on one side, by trial; empty when the side did not have the case."""

    results: Sequence[CaseResult] = ()

    @property
    def judged(self) -> bool:
        """Whether there are results and all of them are judgements."""
        return bool(self.results) and len(self.seen) == len(self.results)

    @cached_property
    def seen(self) -> Sequence[Seen]:
        """The judged trials as metrics read them."""
        return [Seen(result) for result in self.results if result.state in JUDGED]

    @cached_property
    def passes(self) -> int:
        """How many trials passed."""
        return sum(result.state is CaseState.PASSED for result in self.results)

    @property
    def passed(self) -> bool:
        """Whether most trials passed."""
        return 2 * self.passes > len(self.results)

    @property
    def stable(self) -> bool:
        """Whether at least two thirds of the trials agree."""
        return max(self.passes, len(self.results) - self.passes) >= STABLE_SHARE * len(self.results)

    def until(self, trials: int) -> "Trials":
        """Return the trials numbered below `trials`."""
        if all(result.trial < trials for result in self.results):
            return self
        return Trials([result for result in self.results if result.trial < trials])

    def first(self, state: CaseState) -> CaseResult | None:
        """Return the first trial that ended so."""
        return next((result for result in self.results if result.state is state), None)


def by_case(results: Iterable[CaseResult]) -> Iterator[tuple[str, Trials]]:
    """Yield each case with all its trials. Raises ValueError for a stream that is not in the order of a run file."""
    for case, trials in groupby(_in_order(results), attrgetter("case")):
        yield case, Trials(tuple(trials))


def _in_order(results: Iterable[CaseResult]) -> Iterator[CaseResult]:
    if isinstance(results, tuple | list):
        yield from sorted(results, key=attrgetter("case", "trial"))
        return
    last = ("", -1)
    for result in results:
        here = result.case, result.trial
        if here < last:
            raise ValueError(f"results come by case and trial, found {here} after {last}")
        yield result
        last = here
