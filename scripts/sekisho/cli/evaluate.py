"""`sekisho eval`."""

from pathlib import Path

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
@options.answers
@options.trials
@options.workers
@options.concurrency
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Run file to write. Default: .sekisho/runs/eval.jsonl.",
)
@options.output_format
def command(out: Path | None, format_: str, **chosen: object) -> ExitCode:
    """Run test suites on one revision and print the figures.

    \b
    Examples:
      sekisho eval
      sekisho eval --suite e2e --suite safety
      sekisho eval --case 'golden/ja-book-*' --answers fill --workers 2
      sekisho eval --revision main --out main.jsonl
    """
    from sekisho.commands.evaluate import EvalOptions, evaluate
    from sekisho.report.run import run_text

    root = options.root()
    with TerminalProgress() as progress:
        outcome = evaluate(root, EvalOptions.model_validate(chosen | {"out": out}), progress, terminal_note())
    show_json(outcome.summary) if format_ == "json" else show(run_text(outcome.summary))
    note(f"Run file: {outcome.path}")
    return _exit_code(outcome.summary)


def _exit_code(summary: RunSummary) -> ExitCode:
    """A must-pass case that fails, or a bad case, is a no; cases not judged, or reaching too little, leave it open."""
    bad = any(finding.severity is Severity.ERROR for finding in summary.findings)
    if bad or any(case.must_pass and case.state is CaseState.FAILED for case in summary.not_passed):
        return ExitCode.NO
    unjudged = any(case.state is not CaseState.FAILED for case in summary.not_passed)
    short = any(not item.reached for item in summary.coverage)
    return ExitCode.INCONCLUSIVE if unjudged or short else ExitCode.OK
