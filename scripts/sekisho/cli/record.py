"""`sekisho record`."""

import click

from sekisho.cli import options
from sekisho.cli.output import show, show_json


@click.command("record")
@options.output_format
def command(format_: str) -> None:
    """Move the answers that `--answers fill` collected into registry/recordings.

    \b
    Example:
      sekisho gate --answers fill
      sekisho record
      git add registry/recordings
    """
    from sekisho.commands.record import record

    result = record(options.root())
    if format_ == "json":
        show_json(result)
    else:
        where = ", ".join(result.prompts) or "-"
        show(f"{result.added} answers added, {result.replaced} replaced, {result.removed} removed (prompts: {where})")
