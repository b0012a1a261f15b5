"""Running cases: some at a time, the results in one order, one case's trouble never another's.

Two targets are run case by case, baseline first, in the same loop. A dialogue that the harness spoils is held once
more before its case is invalid; what no case can run without (a model's weights) ends the run. Cancelling keeps what
is finished: every result has already been handed over.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import NamedTuple

from sekisho.errors import SekishoError
from sekisho.evaluation.outcome import blank_result, judge_case
from sekisho.evaluation.searching import searched
from sekisho.evaluation.settings import RunSettings
from sekisho.model.kinds.case import CaseBase, Scenario
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.trace import Conversation
from sekisho.ports import Progress, Target

Cases = Mapping[str, CaseBase]
Results = tuple[CaseResult, ...]
OnResult = Callable[[str, CaseResult], None]
"""Told the side and the result as soon as a case is finished."""

ATTEMPTS = 2
BASELINE, CANDIDATE, ONLY = "baseline", "candidate", ""


class Finished(NamedTuple):
    """A result that an earlier, interrupted run already has."""

    side: str
    result: CaseResult


class PairResults(NamedTuple):
    """The results of both sides, each in case order."""

    baseline: Results
    candidate: Results


class Watch(NamedTuple):
    """Who looks on: `progress` counts cases, `on_result` takes each result, `finished` are not run again."""

    progress: Progress
    on_result: OnResult = lambda _side, _result: None
    finished: Iterable[Finished] = ()


async def run_cases(cases: Cases, target: Target, settings: RunSettings, watch: Watch) -> Results:
    """Run every trial of every case on one target and return the results by case and trial; the side is ""."""
    return (await run_sides(cases, {ONLY: target}, settings, watch))[ONLY]


async def run_pair(
    cases: Cases, baseline: Target, candidate: Target, settings: RunSettings, watch: Watch
) -> PairResults:
    """Run every case on both targets, interleaved, and return the results of each side by case and trial."""
    results = await run_sides(cases, {BASELINE: baseline, CANDIDATE: candidate}, settings, watch)
    return PairResults(results[BASELINE], results[CANDIDATE])


async def run_sides(
    cases: Cases, targets: Mapping[str, Target], settings: RunSettings, watch: Watch
) -> dict[str, Results]:
    """Run every trial of every case on every target; results by side, in case and trial order."""
    done = {(side, result.case, result.trial): result for side, result in watch.finished}
    names = [(name, trial) for name in sorted(cases) for trial in range(settings.trials)]
    watch.progress.start("cases", len(names) * len(targets))

    async def run_one(name: str, trial: int) -> None:
        for side, target in targets.items():
            if (side, name, trial) not in done:
                result = await _run_case(name, cases[name], trial, target, settings)
                watch.on_result(side, result)
                done[side, name, trial] = result
            watch.progress.advance()

    try:
        await in_parallel((run_one(name, trial) for name, trial in names), settings.concurrency)
    finally:
        watch.progress.finish()
    return {side: tuple(done[side, name, trial] for name, trial in names) for side in targets}


async def in_parallel(jobs: Iterable[Coroutine[object, object, None]], width: int) -> None:
    """Run the jobs, at most `width` at a time. The first error or a cancellation stops the rest and is raised."""
    queue = iter(jobs)

    async def work() -> None:
        for job in queue:
            await job

    workers = [asyncio.create_task(work()) for _ in range(width)]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def _run_case(name: str, case: CaseBase, trial: int, target: Target, settings: RunSettings) -> CaseResult:
    """Hold the dialogue, once more if the harness spoils it, and judge it. Raises SekishoError as the target does."""
    reason = ""
    for _ in range(ATTEMPTS):
        try:
            talk = searched(case, target) or await _converse(case, trial, target, settings)
        except SekishoError:
            raise
        except Exception as error:
            reason = f"the target crashed: {type(error).__name__}: {error}"
            continue
        reason = ""
        if not any(turn.error and turn.error.fault == "harness" for turn in talk.turns):
            break
    if reason:
        return blank_result(name, case, trial, CaseState.INVALID, reason)
    return judge_case(name, case, trial, talk, settings)


async def _converse(case: CaseBase, trial: int, target: Target, settings: RunSettings) -> Conversation:
    return await target.converse(
        [turn.user for turn in case.turns],
        now=case.clock or settings.clock,
        trial=trial,
        faults=case.faults if isinstance(case, Scenario) else (),
        language=case.language,
    )
