"""`sekisho gate`."""

import os
from pathlib import Path

import click

from sekisho.cli import options
from sekisho.cli.output import EXIT_OF_VERDICT, TerminalProgress, columns, note, show, show_json, terminal_note
from sekisho.errors import ExitCode


@click.command("gate")
@options.base
@options.since
@options.head
@options.answers
@options.trials
@click.option("--noise", is_flag=True, help="Also run the base against itself, to see what differs without a change.")
@options.workers
@options.concurrency
@options.out(".sekisho/gate")
@options.output_format
def command(out: Path | None, format_: str, **chosen: str | int | bool | None) -> ExitCode:
    """Judge a change: is what it does to the dialogues acceptable?

      Validates the registry, classifies the change, picks the tests, runs them on base and candidate, compares, and
      writes report.md, report.json and report.html. The base revision's policies judge.

      \b
      Examples:
        sekisho gate                           the edits in the working tree
        sekisho gate --answers fill            ask the model for answers nobody recorded
        sekisho gate --base main --head topic  two revisions, nothing checked out
    sekisho gate --since main --head topic what topic adds, whatever main has got meanwhile
        sekisho gate --answers live --trials 3 --noise
                                               fresh answers: which cases hold, which flip by themselves
    """
    from sekisho.commands.gate import GateOptions, gate
    from sekisho.report.text import gate_text

    root = options.root()
    with TerminalProgress() as progress:
        asked = GateOptions.model_validate(chosen | {"out": out, "today": options.today()})
        outcome = gate(root, asked, progress, terminal_note())
    if format_ == "json":
        show_json(outcome.report)
    else:
        show(gate_text(outcome.report, width=columns()))
        note("Reports: " + ", ".join(os.path.relpath(path) for path in outcome.files))
    return EXIT_OF_VERDICT[outcome.report.verdict.state]
