"""`sekisho eval`."""

from pathlib import Path
from typing import Any

import click

from sekisho.cli import options
from sekisho.cli.output import TerminalProgress, note, show, show_json, terminal_note
from sekisho.errors import ExitCode
from sekisho.model.finding import Severity
from sekisho.model.run import CaseState, RunSummary


@click.command("eval")
@click.option("--revision", metavar="REV", help="Revision to evaluate. Default: the working tree.")
@click.option(
    "--suite", "suites", multiple=True, metavar="NAME", help="Suite to run; repeat for more. Default: golden."
)
@click.option("--case", "cases", multiple=True, metavar="GLOB", help="Only cases whose id matches, e.g. golden/ja-*.")
@click.option(
    "--dataset",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Run the cases of a JSON-lines file.",
)
@options.answers
@options.trials
@options.workers
@options.concurrency
@options.processes
@click.option(
    "--target", metavar="TARGET", help="Run on package.module:function or http://host/turn, not the registry."
)
@click.option("--target-version", default="", metavar="TEXT", help="What this state of the target is called.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.001),
    default=60.0,
    show_default=True,
    help="Seconds a target has for a turn.",
)
@click.option("--timed/--untimed", default=None, help="Measure the target's latency. Default: that of a service.")
@options.shard("Run only part I of N; `sekisho merge` makes the parts one run.")
@click.option(
    "--durations",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Earlier run file to level shards by. Default: the recordings.",
)
@click.option("--fresh", is_flag=True, help="Forget what an interrupted run has finished.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Run file to write. Default: .sekisho/runs/eval.jsonl.",
)
@options.output_format
def command(format_: str, **chosen: Any) -> ExitCode:
    """Run test suites on one revision and print the figures.

    \b
    Examples:
      sekisho eval
      sekisho eval --suite e2e --suite safety
      sekisho eval --case 'golden/ja-book-*' --answers fill --workers 2
      sekisho eval --revision main --out main.jsonl
      sekisho eval --dataset cases.jsonl --target my_agent.app:answer
      sekisho eval --target http://127.0.0.1:8080/turn --shard 2/4
    """
    from sekisho.adapters.workflow_commands import stop_commands
    from sekisho.commands.evaluate import EvalOptions, evaluate
    from sekisho.report.run import run_text

    stop_commands()
    root = options.root()
    asked = EvalOptions.model_validate({"target": _target(chosen)} | chosen)
    with TerminalProgress() as progress:
        outcome = evaluate(root, asked, progress, terminal_note())
    show_json(outcome.summary) if format_ == "json" else show(run_text(outcome.summary))
    if outcome.kept:
        note(f"Taken over from an interrupted run: {outcome.kept} cases (--fresh runs them again)")
    note(f"Run file: {outcome.path} ({outcome.seconds:.1f} s)")
    return _exit_code(outcome.summary)


def _target(chosen: dict[str, Any]) -> dict[str, Any] | None:
    """Return the options about the target, taken out of `chosen`; None without a target."""
    names = {"target": "spec", "target_version": "version", "timeout": "timeout_s", "timed": "timed"}
    found = {field: chosen.pop(name) for name, field in names.items()}
    return found if found["spec"] else None


def _exit_code(summary: RunSummary) -> ExitCode:
    """A must-pass case that fails, or a bad case, is a no; cases not judged, or reaching too little, leave it open."""
    bad = any(finding.severity is Severity.ERROR for finding in summary.findings)
    if bad or any(case.must_pass and case.state is CaseState.FAILED for case in summary.not_passed):
        return ExitCode.NO
    nothing = not any(summary.states.values()) and not summary.linted and summary.header.shard is None
    unjudged = nothing or any(case.state is not CaseState.FAILED for case in summary.not_passed)
    short = any(not item.reached for item in summary.coverage)
    return ExitCode.INCONCLUSIVE if unjudged or short else ExitCode.OK
