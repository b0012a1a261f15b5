"""`sekisho gate`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli import options
from sekisho.cli.output import EXIT_OF_VERDICT, TerminalProgress, columns, note, show, show_json, terminal_note
from sekisho.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from sekisho.commands.gate import GateOptions, ShardOutcome


@click.command("gate")
@options.base
@options.since
@options.head
@options.answers
@options.trials
@click.option("--noise", is_flag=True, help="Also run the base against itself, to see what differs without a change.")
@options.workers
@options.concurrency
@options.processes
@options.shard("Run only part I of N on every side and judge nothing; `--parts` judges all parts.")
@click.option(
    "--parts",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Judge what the shards wrote to the folders in DIR. Give the options that the shards had.",
)
@options.out(".sekisho/gate; of a shard: .sekisho/gate-parts/I-of-N")
@options.output_format
def command(out: Path | None, format_: str, **chosen: str | int | bool | None) -> ExitCode:
    """Judge a change: is what it does to the dialogues acceptable?

    Validates the registry, classifies the change, picks the tests, runs them on base and candidate, compares, and
    writes report.md, report.json and report.html. The base revision's policies judge.

    The runs can be spread over machines: each runs one shard, then one judges all of them. The reports are those of
    an undivided gate. Shards that are missing, given twice or of another change are an error, never a pass.

    \b
    Examples:
      sekisho gate                           the edits in the working tree
      sekisho gate --answers fill            ask the model for answers nobody recorded
      sekisho gate --base main --head topic  two revisions, nothing checked out
      sekisho gate --since main --head topic what topic adds, whatever main has got meanwhile
      sekisho gate --answers live --trials 3 --noise
                                             fresh answers: which cases hold, which flip by themselves
      sekisho gate --shard 2/3               one machine's part of the runs
      sekisho gate --parts .sekisho/gate-parts
                                             the verdict on all of them
    """
    from sekisho.adapters.workflow_commands import stop_commands
    from sekisho.commands.gate import GateOptions, gate
    from sekisho.report.text import gate_text

    stop_commands()
    root = options.root()
    asked = GateOptions.model_validate(chosen | {"out": out, "today": options.today()}).checked()
    if asked.shard:
        return _run_shard(root, asked, format_)
    with TerminalProgress() as progress:
        outcome = gate(root, asked, progress, terminal_note())
    if format_ == "json":
        show_json(outcome.report)
    else:
        show(gate_text(outcome.report, width=columns()))
        note("Reports: " + ", ".join(os.path.relpath(path) for path in outcome.files))
    return EXIT_OF_VERDICT[outcome.report.verdict.state]


def _run_shard(root: Path, asked: "GateOptions", format_: str) -> ExitCode:
    from sekisho.commands.gate import gate_shard

    if format_ != "text":
        raise UsageError("a shard has no report to print", hint="leave out --format; sekisho gate --parts has one")
    with TerminalProgress() as progress:
        outcome = gate_shard(root, asked, progress, terminal_note())
    show(_shard_text(outcome))
    return ExitCode.OK


def _shard_text(outcome: "ShardOutcome") -> str:
    shard = f"Shard {outcome.shard.index}/{outcome.shard.count}"
    if not outcome.files:
        return f"{shard}: nothing to run, and the gate will say why"
    files = ", ".join(os.path.relpath(path) for path in outcome.files)
    return f"{shard}: {outcome.dialogues} dialogues on each side: {files}"
