"""Running cases: some at a time, one case's trouble never another's.

Several targets are run case by case, baseline first, in the same loop. A dialogue that the harness spoils is held once
more before its case is invalid; one that is refused for want of room is held again when there is room; what no case can
run without (a model's weights) ends the run. Results are handed over one by one, so a run of any size needs no more
memory than the dialogues under way, and cancelling keeps what is finished.
"""

import asyncio
from collections.abc import Callable, Container, Coroutine, Iterable, Iterator, Mapping
from typing import NamedTuple

from sekisho.errors import RateLimitedError, SekishoError
from sekisho.evaluation.outcome import blank_result, judge_case
from sekisho.evaluation.pace import Pace
from sekisho.evaluation.searching import searched
from sekisho.evaluation.settings import RunSettings
from sekisho.model.kinds.case import CaseBase, Scenario
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.trace import Conversation
from sekisho.ports import Progress, Target

Cases = Mapping[str, CaseBase]
"""By name; a case is looked up each time it is run and may be read then."""
Results = tuple[CaseResult, ...]
Key = tuple[str, str, int]
"""Side, case and trial of a result."""
OnResult = Callable[[str, CaseResult], None]
"""Told the side and the result as soon as a case is finished."""

ATTEMPTS = 2
BASELINE, CANDIDATE, ONLY = "baseline", "candidate", ""


class PairResults(NamedTuple):
    """The results of both sides, each in case order."""

    baseline: Results
    candidate: Results


class Watch(NamedTuple):
    """Who looks on: `progress` counts cases, `on_result` takes each result; those in `kept` are not made again."""

    progress: Progress
    on_result: OnResult = lambda _side, _result: None
    kept: Container[Key] = frozenset()


async def run_sides(
    cases: Cases, targets: Mapping[str, Target], settings: RunSettings, watch: Watch
) -> dict[str, Results]:
    """Run every trial of every case on every target; the results made by side, in case and trial order."""
    done: dict[Key, CaseResult] = {}

    def keep(side: str, result: CaseResult) -> None:
        watch.on_result(side, result)
        done[side, result.case, result.trial] = result

    await run_each(cases, targets, settings, watch._replace(on_result=keep))
    keys = list(_names(cases, settings))
    return {side: tuple(done[side, *key] for key in keys if (side, *key) in done) for side in targets}


async def run_each(cases: Cases, targets: Mapping[str, Target], settings: RunSettings, watch: Watch) -> None:
    """Run every trial of every case on every target and hand each result to `watch`; none of them is kept here.

    Raises SekishoError as a target does, and what `watch.on_result` raises.
    """
    pace = Pace(settings.concurrency, settings.timing)
    watch.progress.start("cases", len(cases) * settings.trials * len(targets))

    async def run_one(name: str, trial: int) -> None:
        for side, target in targets.items():
            if (side, name, trial) not in watch.kept:
                watch.on_result(side, await _run_case(name, trial, cases[name], (target, pace), settings))
            watch.progress.advance()

    try:
        await in_parallel((run_one(name, trial) for name, trial in _names(cases, settings)), settings.concurrency)
    finally:
        watch.progress.finish()


def _names(cases: Cases, settings: RunSettings) -> Iterator[tuple[str, int]]:
    return ((name, trial) for name in sorted(cases) for trial in range(settings.trials))


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


async def _run_case(
    name: str, trial: int, case: CaseBase, where: tuple[Target, Pace], settings: RunSettings
) -> CaseResult:
    """Hold the dialogue, once more if the harness spoils it, and judge it. Raises SekishoError as the target does."""
    target, pace = where
    reason = ""
    for _ in range(ATTEMPTS):
        try:
            talk = await pace.hold(lambda: _converse(case, trial, target, settings))
        except RateLimitedError as refusal:
            reason = f"refused again and again: {refusal.message}"
            break
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
    return searched(case, target) or await target.converse(
        [turn.user for turn in case.turns],
        now=case.clock or settings.clock,
        trial=trial,
        faults=case.faults if isinstance(case, Scenario) else (),
        language=case.language,
    )
