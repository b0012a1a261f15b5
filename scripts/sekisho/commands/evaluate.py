"""`sekisho eval`: the suites of one revision, run and measured."""

import asyncio
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from sekisho.adapters.runs import Journal
from sekisho.commands.answering import AnswerMode, Notify, answering
from sekisho.commands.cases import all_cases, gate_policy_of, lasting, run_settings, suites_named
from sekisho.commands.side import Evaluation, Side, open_side
from sekisho.commands.source import load
from sekisho.commands.units import unit_tests
from sekisho.errors import UsageError
from sekisho.evaluation.catalogue import catalogue_of
from sekisho.evaluation.coverage.table import coverage_of
from sekisho.evaluation.golden_lint import golden_lint
from sekisho.evaluation.metrics.table import measure_all
from sekisho.evaluation.runner import Watch, run_cases
from sekisho.evaluation.settings import RunSettings
from sekisho.model.base import Frozen, Positive
from sekisho.model.change import PlannedSuite
from sekisho.model.kinds.case import CaseBase
from sekisho.model.registry import Registry
from sekisho.model.run import CaseResult, CaseState, FailedCase, Run, RunSummary
from sekisho.ports import Progress

RUN_FILE = Path(".sekisho") / "runs" / "eval.jsonl"


class EvalOptions(Frozen):
    """What to run: suites by name, cases by glob, answers by mode. A choice of cases says nothing of coverage."""

    revision: str | None = None
    suites: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    answers: AnswerMode = AnswerMode.REPLAY
    trials: Positive | None = None
    """How often each case is held; None: as often as the gate policy says."""
    workers: Positive = 1
    concurrency: Positive = 64
    out: Path | None = None


class EvalOutcome(NamedTuple):
    """The figures, and the run file that holds every dialogue."""

    summary: RunSummary
    path: Path


def evaluate(root: Path, options: EvalOptions, progress: Progress, notify: Notify | None = None) -> EvalOutcome:
    """Run the suites and write the run file; an interrupted run of the same content goes on where it stopped.

    Raises RegistryInvalidError, UsageError for a suite or case that does not exist, SourceError for files.
    """
    loaded = load(root, options.revision).checked()
    suites = suites_named(loaded, options.suites or ("golden",))
    cases = _chosen(all_cases(loaded.registry), suites, options.cases)
    trials = options.trials or gate_policy_of(loaded.registry).trials
    evaluation = Evaluation(loaded.registry, suites, len(cases), options.answers, trials)
    with answering(root, options.answers, options.workers, notify) as answers:
        side = open_side(loaded, evaluation, answers)
        settings = run_settings(loaded.registry, suites, options.concurrency, trials)
        path = options.out or root / RUN_FILE
        with Journal(path, side.header) as journal:
            watch = Watch(progress, lambda _, result: journal.append(result), lasting("", journal.finished))
            results = asyncio.run(_run(cases, side, settings, watch))
            reached = () if options.cases else coverage_of(suites, side.registry, cases, results)
            run = Run(header=side.header, results=results, coverage=reached)
            journal.commit(path, run)
    return EvalOutcome(_summary(run, side).model_copy(update=_lint(loaded.registry, suites, options)), path)


async def _run(cases: dict[str, CaseBase], side: Side, settings: RunSettings, watch: Watch) -> tuple[CaseResult, ...]:
    return await run_cases(cases, side.target, settings, watch) + await unit_tests(side, settings.suites)


def _lint(registry: Registry, suites: tuple[PlannedSuite, ...], options: EvalOptions) -> dict[str, object]:
    """Look at the cases themselves, where a suite asks for it."""
    wanted = {case for suite in suites for case in suite.linted if _matches(case, options.cases)}
    cases = {name: case for name, case in all_cases(registry).items() if name in wanted}
    return {"linted": len(cases), "findings": golden_lint(cases, run_settings(registry, (), 1))} if cases else {}


def _matches(case: str, globs: tuple[str, ...]) -> bool:
    return not globs or any(fnmatchcase(case, glob) for glob in globs)


def _chosen(
    cases: dict[str, CaseBase], suites: tuple[PlannedSuite, ...], globs: tuple[str, ...]
) -> dict[str, CaseBase]:
    wanted = {case for suite in suites for case in suite.cases}
    chosen = {name: case for name, case in cases.items() if name in wanted and _matches(name, globs)}
    if not chosen and not any(suite.prompts or suite.linted for suite in suites):
        raise UsageError("no case matches", hint="sekisho show golden")
    return chosen


def _summary(run: Run, side: Side) -> RunSummary:
    states = Counter(result.state for result in run.results)
    return RunSummary(
        header=run.header,
        states={state: states[state] for state in CaseState},
        metrics=tuple(m for m in measure_all(run.results, catalogue_of(side.registry)) if m.value is not None),
        not_passed=tuple(
            FailedCase(case=r.case, title=r.title, state=r.state, must_pass=r.must_pass, reason=r.reason)
            for r in sorted(run.results, key=lambda result: (not result.must_pass, result.case))
            if r.state is not CaseState.PASSED
        ),
        coverage=run.coverage,
        missing=dict(Counter(missing.prompt for result in run.results for missing in result.missing)),
    )
