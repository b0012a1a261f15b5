"""The figures of a run that is going on: each case is measured when the last of its trials is there, in any order."""

from collections.abc import Sequence
from typing import Any

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import is_unit
from sekisho.evaluation.metrics.table import METRICS
from sekisho.evaluation.metrics.tally import RunTally
from sekisho.evaluation.metrics.trials import Trials
from sekisho.model.run import CaseResult, Metric


class Growing:
    """Takes every result of a run once; keeps those of cases that lack one of their `trials`. Equal to `measure_all`.

    A part of the cases can be measured elsewhere: `packed` there, taken here by `join`.
    """

    def __init__(self, catalogue: Catalogue, trials: int) -> None:
        self._tally = RunTally(METRICS, catalogue)
        self._trials = trials
        self._open: dict[str, list[CaseResult]] = {}

    def put(self, result: CaseResult) -> None:
        """Take a result. A prompt's unit test is made once, however many trials a case has."""
        results = [*self._open.pop(result.case, ()), result]
        if len(results) == self._trials or is_unit(result.case):
            results.sort(key=lambda one: one.trial)
            self._tally.add(result.case, Trials(results).seen)
        else:
            self._open[result.case] = results

    def packed(self) -> Sequence[Any]:
        """Return what was measured, as a value that can cross between processes."""
        return self._tally.packed()

    def join(self, packed: Sequence[Any]) -> None:
        """Take what was measured of other cases."""
        self._tally.join(packed)

    def measured(self) -> tuple[Metric, ...]:
        """Return every figure, in the order of the metrics."""
        return self._tally.measured()
