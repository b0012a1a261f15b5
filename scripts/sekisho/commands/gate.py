"""`sekisho gate`: one change from files to a verdict. The order of this file is the order of the work.

The work can be spread: each shard runs its part of both sides, and what all of them left is judged as one. The verdict
is that of an undivided gate, to the byte of its reports.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sekisho.adapters.files import write_atomic, write_chunks
from sekisho.commands.answering import AnswerMode, Notify
from sekisho.commands.gate_change import Change, open_change
from sekisho.commands.gate_options import GateOptions
from sekisho.commands.gate_parts import gather
from sekisho.commands.gate_runs import AGAIN, part_of, run_change, run_file
from sekisho.commands.judging import Judging, with_opinion
from sekisho.errors import SourceError
from sekisho.evaluation.case_files import case_files
from sekisho.evaluation.catalogue import catalogue_of
from sekisho.evaluation.compare import compare
from sekisho.evaluation.coverage.table import coverage_of
from sekisho.evaluation.graphs import graphs_of
from sekisho.evaluation.masking import masked
from sekisho.evaluation.noise import noise_of, with_noise
from sekisho.evaluation.runner import BASELINE, CANDIDATE
from sekisho.gate.checks.shards import incomplete_shards
from sekisho.gate.judge import judge, with_check
from sekisho.model.run import Run, Shard
from sekisho.model.verdict import GateReport
from sekisho.ports import Progress
from sekisho.report.comment import gate_comment
from sekisho.report.html import gate_html
from sekisho.serialize import pretty_chunks

__all__ = ["OUT", "GateOptions", "GateOutcome", "ShardOutcome", "gate", "gate_shard"]

OUT = Path(".sekisho") / "gate"
PARTS = Path(".sekisho") / "gate-parts"


class GateOutcome(NamedTuple):
    """The whole report, and the files it was written to."""

    report: GateReport
    files: tuple[Path, ...]


class ShardOutcome(NamedTuple):
    """What one shard has done: how many dialogues it held on each side, and the run files; none: nothing was to run."""

    shard: Shard
    dialogues: int
    files: tuple[Path, ...]


def gate(root: Path, options: GateOptions, progress: Progress, notify: Notify | None = None) -> GateOutcome:
    """Judge a change and write report.md, report.json, report.html and the run files of both sides.

    An interrupted gate of the same content goes on where it stopped. Raises SourceError when a revision or the base's
    policies cannot be read, UsageError for what cannot be combined; a bad candidate, and shards that are no whole run,
    are a verdict, not an exception.
    """
    change = open_change(root, options.checked())
    out = options.out or root / OUT
    out.mkdir(parents=True, exist_ok=True)
    report = _report(root, change, options, out, progress, notify)
    return GateOutcome(report, _write(out, report))


def gate_shard(root: Path, options: GateOptions, progress: Progress, notify: Notify | None = None) -> ShardOutcome:
    """Run the shard in `options` (None: all, as the only one) of every side and write the run files; judge nothing.

    Where a gate would run nothing (no suites, or errors it refuses beforehand), neither does this. Raises as `gate`.
    """
    shard = options.checked().shard or Shard(index=1, count=1)
    options = options.model_copy(update={"shard": shard})
    change = open_change(root, options)
    if not change.to_run:
        return ShardOutcome(shard, 0, ())
    out = options.out or root / PARTS / f"{shard.index}-of-{shard.count}"
    out.mkdir(parents=True, exist_ok=True)
    runs = run_change(root, change, options, out, progress, notify)
    return ShardOutcome(shard, len(part_of(change, options).cases), tuple(run_file(out, name) for name in runs))


def _report(
    root: Path, change: Change, options: GateOptions, out: Path, progress: Progress, notify: Notify | None
) -> GateReport:
    policy = change.policy
    report = GateReport(
        verdict=judge(change.plan, change.findings, None, policy, today=options.today),
        language=policy.language,
        plan=change.plan,
        findings=change.findings,
        reproduce=_reproduce(change, options),
    )
    if options.parts is None:
        runs = run_change(root, change, options, out, progress, notify) if change.to_run else {}
    else:
        try:
            runs = gather(change, options, options.parts, out)
        except SourceError as error:
            return report.model_copy(update={"verdict": with_check(report.verdict, incomplete_shards(error.message))})
    if not runs:
        return report
    more = (change.candidate.registry.recordings,)
    judging = Judging(root, change.baseline.registry, options.answers, progress, options.workers, notify, more)
    return _judged(report, change, runs, judging, options.today)


def _judged(
    report: GateReport, change: Change, runs: Mapping[str, Run], judging: Judging, today: date | None
) -> GateReport:
    """Return the report on finished runs of both sides."""
    policy, candidate_registry = change.policy, change.candidate.registry
    reached = coverage_of(change.plan.suites, candidate_registry, change.cases, runs[CANDIDATE].results)
    baseline, candidate = runs[BASELINE], runs[CANDIDATE].model_copy(update={"coverage": reached})
    catalogue = catalogue_of(change.baseline.registry, candidate_registry)
    comparison = compare(baseline, candidate, policy, catalogue, today=today)
    if AGAIN in runs:
        comparison = with_noise(comparison, noise_of(baseline, runs[AGAIN], policy, catalogue, today))
    comparison = with_opinion(comparison, (baseline, candidate), policy, judging)
    return report.model_copy(
        update={
            "verdict": judge(change.plan, change.findings, comparison, policy, (baseline, candidate), today),
            "comparison": comparison,
            "baseline": baseline.header,
            "candidate": candidate.header,
            "baseline_results": masked(baseline.results),
            "candidate_results": masked(candidate.results),
            "case_files": case_files(comparison, candidate_registry),
            "graphs": graphs_of(candidate_registry),
            "coverage": candidate.coverage,
        }
    )


def _reproduce(change: Change, options: GateOptions) -> str:
    head = f" --head {change.plan.change_set.head}" if options.head else ""
    answers = f" --answers {options.answers}" if options.answers is not AnswerMode.REPLAY else ""
    more = (f" --trials {options.trials}" if options.trials else "") + (" --noise" if options.noise else "")
    return f"sekisho gate --base {change.plan.change_set.base}{head}{answers}{more}"


def _write(out: Path, report: GateReport) -> tuple[Path, ...]:
    files = tuple(out / name for name in ("report.md", "report.json", "report.html"))
    write_atomic(files[0], gate_comment(report).encode("utf-8"))
    write_chunks(files[1], (chunk.encode("utf-8") for chunk in pretty_chunks(report)))
    write_atomic(files[2], gate_html(report).encode("utf-8"))
    return files
