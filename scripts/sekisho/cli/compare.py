"""`sekisho compare BASELINE CANDIDATE`."""

from pathlib import Path

import click

from sekisho.cli import options
from sekisho.cli.output import EXIT_OF_VERDICT, columns, show, show_json
from sekisho.errors import ExitCode

RUN_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("compare")
@click.argument("baseline", type=RUN_FILE)
@click.argument("candidate", type=RUN_FILE)
@click.option("--policy", metavar="REV", help="Revision whose gate policy judges. Default: the working tree.")
@options.output_format
def command(baseline: Path, candidate: Path, policy: str | None, format_: str) -> ExitCode:
    """Compare two run files of the same cases.

    \b
    Example:
      sekisho eval --revision main --out main.jsonl
      sekisho eval --out mine.jsonl
      sekisho compare main.jsonl mine.jsonl
    """
    from sekisho.commands.compare import compare
    from sekisho.report.text import gate_text

    report = compare(options.root(), baseline, candidate, policy)
    show_json(report) if format_ == "json" else show(gate_text(report, width=columns()))
    return EXIT_OF_VERDICT[report.verdict.state]
