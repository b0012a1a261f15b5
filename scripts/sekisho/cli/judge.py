"""`sekisho judge calibrate|compare`."""

from pathlib import Path

import click

from sekisho.cli import options
from sekisho.cli.output import EXIT_OF_VERDICT, TerminalProgress, show, show_json, terminal_note
from sekisho.errors import ExitCode

RUN_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXIT_OF_CALIBRATION = {"passed": ExitCode.OK, "failed": ExitCode.NO, "inconclusive": ExitCode.INCONCLUSIVE}


@click.group("judge")
def command() -> None:
    """Ask a model which replies are better, and measure how far to trust it.

    \b
    Examples:
      sekisho judge calibrate
      sekisho judge compare main.jsonl mine.jsonl
    """


@command.command("calibrate")
@click.argument("rubric", required=False)
@click.option("--revision", metavar="REV", help="Take rubric, labels and bar from this revision.")
@options.answers
@options.workers
@options.output_format
def calibrate(format_: str, **chosen: str | int | None) -> ExitCode:
    """Hold a judge against the labelled pairs of its rubric and the gate policy's bar.

    Exit code 0: it reaches the bar; 1: it does not; 4: answers or labels are missing.

    \b
    Examples:
      sekisho judge calibrate
      sekisho judge calibrate reply-quality --answers fill && sekisho record
    """
    from sekisho.commands.judge import JudgeOptions
    from sekisho.commands.judge import calibrate as verb
    from sekisho.report.judge import calibration_text

    with TerminalProgress() as progress:
        found = verb(options.root(), JudgeOptions.model_validate(chosen), progress, terminal_note())
    show_json(found) if format_ == "json" else show(calibration_text(found))
    return EXIT_OF_CALIBRATION[found.state.value]


@command.command("compare")
@click.argument("baseline", type=RUN_FILE)
@click.argument("candidate", type=RUN_FILE)
@click.option("--rubric", metavar="ID", help="The rubric to judge by. Default: the gate policy's.")
@click.option("--limit", type=click.IntRange(1, 1000), help="Pairs to judge at most. Default: the policy's bound.")
@options.answers
@options.workers
@options.output_format
def compare(baseline: Path, candidate: Path, format_: str, **chosen: str | int | None) -> ExitCode:
    """Judge the replies that differ between two run files, each pair in both orders.

    Exit code 0: not more replies got worse than better; 1: more did, and not by chance; 4: nothing was judged, or
    answers are missing, or the judge drifted. The figures stand for what the judge is worth: see `calibrate`.

    \b
    Example:
      sekisho eval --revision main --out main.jsonl
      sekisho eval --out mine.jsonl
      sekisho judge compare main.jsonl mine.jsonl --answers fill
    """
    from sekisho.commands.judge import JudgeOptions
    from sekisho.commands.judge import compare as verb
    from sekisho.report.judge import opinion_text

    asked = JudgeOptions.model_validate(chosen)
    with TerminalProgress() as progress:
        found = verb(options.root(), (baseline, candidate), asked, progress, terminal_note())
    show_json(found.opinion) if format_ == "json" else show(opinion_text(found.opinion, found.reason))
    return EXIT_OF_VERDICT[found.state]
