"""`sekisho gate`: one change from files to a verdict. The order of this file is the order of the work.

Policies are the base revision's. Cases and lexicon are the candidate's, which is the same thing unless the change is
one of evaluation; a change of both is refused before anything runs.
"""

import asyncio
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sekisho.adapters.files import write_atomic
from sekisho.adapters.runs import Journal
from sekisho.commands.answering import Answering, AnswerMode, Notify, answering
from sekisho.commands.cases import all_cases, gate_policy_of, lasting, run_settings
from sekisho.commands.judging import Judging, with_opinion
from sekisho.commands.plan import plan, start_of
from sekisho.commands.side import Evaluation, Side, open_side
from sekisho.commands.source import Loaded, load, open_repository
from sekisho.commands.units import unit_tests
from sekisho.evaluation.catalogue import catalogue_of
from sekisho.evaluation.compare import compare
from sekisho.evaluation.coverage.table import coverage_of
from sekisho.evaluation.golden_lint import golden_lint
from sekisho.evaluation.graphs import graphs_of
from sekisho.evaluation.masking import masked
from sekisho.evaluation.noise import noise_of, with_noise
from sekisho.evaluation.retry import tried_again
from sekisho.evaluation.runner import BASELINE, CANDIDATE, PairResults, Watch, run_sides
from sekisho.evaluation.settings import RunSettings
from sekisho.gate.judge import judge
from sekisho.model.base import Frozen, Positive
from sekisho.model.change import ChangeType, TestPlan
from sekisho.model.finding import Finding, Severity
from sekisho.model.kinds.case import CaseBase
from sekisho.model.registry import Registry
from sekisho.model.run import CaseResult, Run
from sekisho.model.verdict import GateReport
from sekisho.ports import Progress
from sekisho.report.html import gate_html
from sekisho.report.markdown import gate_markdown
from sekisho.serialize import pretty_json

OUT = Path(".sekisho") / "gate"
AGAIN = "baseline-again"
"""The side on which the base runs once more, for the noise floor."""


class GateOptions(Frozen):
    """What to judge and how: revisions, where answers come from, where reports go."""

    base: str | None = None
    since: str | None = None
    """Measure from where the head left this revision, instead of from `base`."""
    head: str | None = None
    answers: AnswerMode = AnswerMode.REPLAY
    trials: Positive | None = None
    """How often each case is held; None: as often as the base's gate policy says."""
    noise: bool = False
    """Whether the base is also run against itself."""
    workers: Positive = 1
    concurrency: Positive = 64
    out: Path | None = None
    today: date | None = None
    """Decides which quarantines are over; None: the day of the policy's frozen clock."""


class GateOutcome(NamedTuple):
    """The whole report, and the files it was written to."""

    report: GateReport
    files: tuple[Path, ...]


class Change(NamedTuple):
    """What is judged: both revisions loaded, and the plan."""

    baseline: Loaded
    candidate: Loaded
    plan: TestPlan


def gate(root: Path, options: GateOptions, progress: Progress, notify: Notify | None = None) -> GateOutcome:
    """Judge a change and write report.md, report.json, report.html and both run files.

    An interrupted gate of the same content goes on where it stopped. Raises SourceError when a revision or the base's
    policies cannot be read; a bad candidate is a verdict, not an exception.
    """
    base = start_of(open_repository(root), options.base, options.since, options.head)
    change = Change(load(root, base), load(root, options.head), plan(root, base, options.head))
    out = options.out or root / OUT
    out.mkdir(parents=True, exist_ok=True)
    report = _report(root, change, options, out, progress, notify)
    return GateOutcome(report, _write(out, report))


def _report(
    root: Path, change: Change, options: GateOptions, out: Path, progress: Progress, notify: Notify | None
) -> GateReport:
    policy = gate_policy_of(change.baseline.registry)
    findings = change.candidate.findings + _lint(change)
    report = GateReport(
        verdict=judge(change.plan, findings, None, policy, today=options.today),
        language=policy.language,
        plan=change.plan,
        findings=findings,
        reproduce=_reproduce(change, options),
    )
    if _has_errors(findings) or not change.plan.to_run:
        return report
    runs = _run_sides(root, change, options, out, progress, notify)
    baseline, candidate = runs[BASELINE], runs[CANDIDATE]
    catalogue = catalogue_of(change.baseline.registry, change.candidate.registry)
    comparison = compare(baseline, candidate, policy, catalogue, today=options.today)
    if AGAIN in runs:
        noise = noise_of(baseline, runs[AGAIN], policy, catalogue, options.today)
        comparison = with_noise(comparison, noise)
    more = (change.candidate.registry.recordings,)
    judging = Judging(root, change.baseline.registry, options.answers, progress, options.workers, notify, more)
    comparison = with_opinion(comparison, (baseline, candidate), policy, judging)
    return report.model_copy(
        update={
            "verdict": judge(change.plan, findings, comparison, policy, (baseline, candidate), options.today),
            "comparison": comparison,
            "baseline": baseline.header,
            "candidate": candidate.header,
            "baseline_results": masked(baseline.results),
            "candidate_results": masked(candidate.results),
            "graphs": graphs_of(change.candidate.registry),
            "coverage": candidate.coverage,
        }
    )


def _run_sides(
    root: Path, change: Change, options: GateOptions, out: Path, progress: Progress, notify: Notify | None
) -> dict[str, Run]:
    judges = _judges(change)
    cases = _cases(judges, change.plan)
    trials = options.trials or gate_policy_of(judges).trials
    evaluation = Evaluation(judges, change.plan.suites, len(cases), options.answers, trials)
    settings = run_settings(judges, change.plan.suites, options.concurrency, trials)
    with ExitStack() as opened:
        answers = opened.enter_context(answering(root, options.answers, options.workers, notify))
        sides = _sides(change, evaluation, answers)
        sides |= {AGAIN: sides[BASELINE]} if options.noise else {}
        journals = {
            name: opened.enter_context(Journal(out / f"{name}.jsonl", side.header)) for name, side in sides.items()
        }
        watch = Watch(
            progress,
            lambda name, result: journals[name].append(result),
            [finished for name, journal in journals.items() for finished in lasting(name, journal.finished)],
        )
        results = asyncio.run(_run(cases, sides, settings, watch))
        runs = {name: Run(header=side.header, results=results[name]) for name, side in sides.items()}
        for name, run in runs.items():
            journals[name].commit(out / f"{name}.jsonl", run)
    reached = coverage_of(change.plan.suites, change.candidate.registry, cases, runs[CANDIDATE].results)
    runs[CANDIDATE] = runs[CANDIDATE].model_copy(update={"coverage": reached})
    return runs


def _sides(change: Change, evaluation: Evaluation, answers: Answering) -> dict[str, Side]:
    """Make both revisions ready; where only the evaluation changed both behave like the candidate."""
    behaviour = change.candidate if change.plan.change_set.evaluation_only else change.baseline
    return {
        BASELINE: open_side(behaviour, evaluation, answers, change.candidate.registry.recordings),
        CANDIDATE: open_side(change.candidate, evaluation, answers, change.baseline.registry.recordings),
    }


def _judges(change: Change) -> Registry:
    """The cases and lexicon of the candidate under the policies of the base."""
    return replace(change.candidate.registry, policies=change.baseline.registry.policies)


def _lint(change: Change) -> tuple[Finding, ...]:
    """What is wrong with the cases themselves: asked when the evaluation changes, or by a suite."""
    asked = ChangeType.EVALUATION in change.plan.change_set.types or any(suite.linted for suite in change.plan.suites)
    if not asked or _has_errors(change.candidate.findings):
        return ()
    judges = _judges(change)
    return golden_lint(all_cases(judges), run_settings(judges, (), 1))


def _has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


async def _run(
    cases: dict[str, CaseBase], sides: dict[str, Side], settings: RunSettings, watch: Watch
) -> dict[str, tuple[CaseResult, ...]]:
    targets = {name: side.target for name, side in sides.items()}
    held = await run_sides(cases, targets, settings, watch)
    judged = {name: targets[name] for name in (BASELINE, CANDIDATE)}
    again = await tried_again(cases, judged, settings, PairResults(*(held[name] for name in judged)), watch)
    held |= {BASELINE: again.baseline, CANDIDATE: again.candidate}
    return {name: held[name] + await unit_tests(side, settings.suites) for name, side in sides.items()}


def _cases(judges: Registry, planned: TestPlan) -> dict[str, CaseBase]:
    wanted = {case for suite in planned.suites for case in suite.cases}
    return {name: case for name, case in all_cases(judges).items() if name in wanted}


def _reproduce(change: Change, options: GateOptions) -> str:
    head = f" --head {change.plan.change_set.head}" if options.head else ""
    answers = f" --answers {options.answers}" if options.answers is not AnswerMode.REPLAY else ""
    more = (f" --trials {options.trials}" if options.trials else "") + (" --noise" if options.noise else "")
    return f"sekisho gate --base {change.plan.change_set.base}{head}{answers}{more}"


def _write(out: Path, report: GateReport) -> tuple[Path, ...]:
    written = {
        "report.md": gate_markdown(report),
        "report.json": pretty_json(report),
        "report.html": gate_html(report),
    }
    for name, text in written.items():
        write_atomic(out / name, text.encode("utf-8"))
    return tuple(out / name for name in written)
