"""A must-pass case that fails on the candidate is tried again, on both sides, before it fails a gate.

A live answer may slip where the next ones do not. Further trials count for the must-pass rule alone; a try that either
side could not judge (in replay: that nobody recorded) is dropped, and what is known then stands.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sekisho.evaluation.runner import BASELINE, CANDIDATE, Cases, PairResults, Watch, run_sides
from sekisho.evaluation.settings import RunSettings
from sekisho.model.base import Language
from sekisho.model.kinds.case import Fault
from sekisho.model.run import JUDGED, CaseResult, CaseState
from sekisho.model.trace import Conversation
from sekisho.ports import Progress, Target

RETRIES = 3


@dataclass(frozen=True, slots=True)
class LaterTrials:
    """A target whose trials are numbered on from those that were held. Implements the `Target` port."""

    target: Target
    held: int

    async def converse(
        self, utterances: Sequence[str], *, now: datetime, trial: int, faults: Sequence[Fault], language: Language
    ) -> Conversation:
        """Hold a dialogue as trial `held` + `trial`."""
        return await self.target.converse(
            utterances, now=now, trial=self.held + trial, faults=faults, language=language
        )


def worth_another_try(candidate: Iterable[CaseResult]) -> frozenset[str]:
    """Return the must-pass cases that failed on the candidate."""
    return frozenset(one.case for one in candidate if one.must_pass and one.state is CaseState.FAILED)


async def tried_again(
    cases: Cases, targets: Mapping[str, Target], settings: RunSettings, failed: Collection[str], progress: Progress
) -> PairResults:
    """Return the further trials, of both sides, of the cases that failed, by case and trial."""
    if not failed:
        return PairResults((), ())
    later = {side: LaterTrials(target, settings.trials) for side, target in targets.items()}
    some = {name: cases[name] for name in failed}
    found = await run_sides(some, later, replace(settings, trials=RETRIES), Watch(progress))
    numbered = {side: [_numbered(one, settings.trials) for one in results] for side, results in found.items()}
    both = {(one.case, one.trial) for one in _judged_on_both(numbered[BASELINE], numbered[CANDIDATE])}
    kept = {side: tuple(one for one in results if (one.case, one.trial) in both) for side, results in numbered.items()}
    return PairResults(kept[BASELINE], kept[CANDIDATE])


def _judged_on_both(baseline: Sequence[CaseResult], candidate: Sequence[CaseResult]) -> Iterator[CaseResult]:
    pairs = zip(baseline, candidate, strict=True)
    return (left for left, right in pairs if left.state in JUDGED and right.state in JUDGED)


def _numbered(result: CaseResult, held: int) -> CaseResult:
    return result.model_copy(update={"trial": held + result.trial})
