"""Results that are fit to be shown: a report of a leak must not leak it once more. Run files keep the evidence."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import overload

from sekisho.evaluation.matchers.safety import LEAK
from sekisho.model.base import is_lazy
from sekisho.model.results import cases_of
from sekisho.model.run import CaseResult
from sekisho.text.pii import redact, redact_json


class Masked(Sequence[CaseResult]):
    """Results with the replies that gave something away, and what their checks saw, redacted on use."""

    def __init__(self, results: Sequence[CaseResult]) -> None:
        self._results = results

    @property
    def cases(self) -> Sequence[str]:
        """The case of each result, in order."""
        return cases_of(self._results)

    def __len__(self) -> int:
        return len(self._results)

    def __iter__(self) -> Iterator[CaseResult]:
        return map(_masked, self._results)

    @overload
    def __getitem__(self, index: int) -> CaseResult: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[CaseResult, ...]: ...
    def __getitem__(self, index: int | slice) -> CaseResult | tuple[CaseResult, ...]:
        """Redact one result, or several."""
        if isinstance(index, slice):
            return tuple(map(_masked, self._results[index]))
        return _masked(self._results[index])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as of a list: what it holds may be on a disk


def masked(results: Sequence[CaseResult]) -> Masked:
    """Return the results by case and trial as they may be shown. Those that come so already are not read here."""
    return Masked(results if is_lazy(results) else sorted(results, key=attrgetter("case", "trial")))


def _masked(result: CaseResult) -> CaseResult:
    leaking = {check.turn for check in result.checks if check.field == LEAK and not check.passed}
    if not leaking:
        return result
    turns = tuple(
        turn.model_copy(update={"reply": redact(turn.reply)}) if number in leaking else turn
        for number, turn in enumerate(result.turns)
    )
    checks = tuple(
        check.model_copy(update={"observed": redact_json(check.observed)}) if check.turn in leaking else check
        for check in result.checks
    )
    return result.model_copy(update={"turns": turns, "checks": checks})
