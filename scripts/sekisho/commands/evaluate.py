"""`sekisho eval`: the suites of one revision, or a dataset, run and measured.

Of a finished result only its place in the journal is kept, so memory does not grow with the dialogues.
"""

import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sekisho.adapters.processes import settled
from sekisho.adapters.runs import Journal, sealed
from sekisho.adapters.stored_results import StoredResults
from sekisho.commands.answering import AnswerMode, Notify
from sekisho.commands.cases import run_settings
from sekisho.commands.eval_options import EvalOptions
from sekisho.commands.holding import LIVE, Dialogues, Targets, hold, processes_for, unheld
from sekisho.commands.shards import own_part, with_prompts
from sekisho.commands.work import Behaviour, Work, matches, open_work, prompt_rows
from sekisho.evaluation.catalogue import catalogue_of
from sekisho.evaluation.metrics.growing import Growing
from sekisho.evaluation.metrics.table import measure_all
from sekisho.evaluation.runner import ONLY
from sekisho.model.change import PlannedSuite
from sekisho.model.run import JUDGED, CaseState, FailedCase, RunSummary
from sekisho.ports import Progress

__all__ = ["EvalOptions", "EvalOutcome", "evaluate"]

RUN_FILE = Path(".sekisho") / "runs" / "eval.jsonl"


class EvalOutcome(NamedTuple):
    """The figures, the run file that holds every dialogue, how many were taken over, and the seconds all this took."""

    summary: RunSummary
    path: Path
    kept: int
    seconds: float


def evaluate(root: Path, options: EvalOptions, progress: Progress, notify: Notify | None = None) -> EvalOutcome:
    """Run the cases and write the run file; an interrupted run of the same content goes on where it stopped.

    Raises RegistryInvalidError, DatasetInvalidError, TargetError, UsageError for what does not exist, SourceError for
    files.
    """
    began = time.monotonic()
    path = options.out or root / RUN_FILE
    with ExitStack() as opened:
        work = own_part(open_work(root, options, opened, notify), options)
        journal = opened.enter_context(Journal(path, work.header, fresh=options.fresh))
        opened.enter_context(settled())
        kept = journal.keys(JUDGED)
        dialogues = Dialogues(work.cases, partial(_opened, work.behaviour), work.settings)
        figures = None if kept else Growing(catalogue_of(work.registry), work.settings.trials)
        then = partial(_units, work, journal, kept, figures)
        hold(dialogues, {ONLY: journal}, progress, _processes(dialogues, journal, options), then, figures)
        results = journal.finish(path)
        summary = _summary(work, results, figures)
        if not options.cases and options.shard is None and any(suite.coverage for suite in work.suites):
            from sekisho.evaluation.coverage.table import coverage_of

            reached = coverage_of(work.suites, work.registry, work.cases, results)
            summary = summary.model_copy(update={"coverage": reached})
    return EvalOutcome(summary.model_copy(update=_lint(work, options.cases)), path, len(kept), time.monotonic() - began)


@asynccontextmanager
async def _opened(behaviour: Behaviour) -> AsyncIterator[Targets]:
    async with behaviour.target() as target:
        yield {ONLY: target}


def _processes(dialogues: Dialogues, journal: Journal, options: EvalOptions) -> int:
    if options.target is None:
        alone = "" if options.answers is AnswerMode.REPLAY else LIVE
    else:
        alone = "a service" if options.target.service else ""
    count, stateful = unheld(dialogues, {ONLY: journal}), options.target is not None
    return processes_for(options.processes, count, options.concurrency, alone=alone, stateful=stateful)


async def _units(
    work: Work, journal: Journal, kept: frozenset[tuple[str, int]], figures: Growing | None, _targets: Targets
) -> None:
    if work.behaviour.side is not None and any(suite.prompts for suite in work.suites):
        from sekisho.commands.units import unit_tests

        for result in await unit_tests(work.behaviour.side, _unfinished(work, kept)):
            journal.append(result)
            if figures is not None:
                figures.put(result)


def _lint(work: Work, globs: Sequence[str]) -> dict[str, object]:
    """Look at the cases themselves, where a suite asks for it."""
    wanted = {case for suite in work.suites for case in suite.linted if matches(case, globs)}
    if not wanted:
        return {}
    from sekisho.commands.cases import all_cases
    from sekisho.evaluation.golden_lint import golden_lint

    cases = {name: case for name, case in all_cases(work.registry).items() if name in wanted}
    return {"linted": len(cases), "findings": golden_lint(cases, run_settings(work.registry, (), 1))}


def _unfinished(work: Work, kept: frozenset[tuple[str, int]]) -> tuple[PlannedSuite, ...]:
    """Return the suites without the prompts of which every row is finished."""
    rows = prompt_rows(work.registry, work.suites)
    done = {name for name, count in rows.items() if all((f"{name}/{row}", 0) in kept for row in range(count))}
    return with_prompts(work.suites, rows.keys() - done)


def _summary(work: Work, results: StoredResults, figures: Growing | None) -> RunSummary:
    """Sum up a run; one that was measured as it went need not be read again, one that was resumed must be."""
    metrics = measure_all(results, catalogue_of(work.registry)) if figures is None else figures.measured()
    missing: Counter[str] = Counter()
    not_passed: list[FailedCase] = []
    for result in results.without(CaseState.PASSED):
        missing.update(answer.prompt for answer in result.missing)
        not_passed.append(
            FailedCase(
                case=result.case,
                title=result.title,
                state=result.state,
                must_pass=result.must_pass,
                reason=result.reason,
            )
        )
    return RunSummary(
        header=sealed(work.header),
        states={state: results.count(state) for state in CaseState},
        metrics=tuple(metric for metric in metrics if metric.value is not None),
        not_passed=tuple(sorted(not_passed, key=lambda case: (not case.must_pass, case.case))),
        missing=dict(missing),
    )
