"""`sekisho report`."""

from pathlib import Path

import click

from sekisho.cli.output import columns, show


@click.command("report")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
    help="What to print.",
)
def command(file: Path | None, format_: str) -> None:
    """Render a gate's report.json again. Default: the last one under .sekisho/gate.

    \b
    Examples:
      sekisho report
      sekisho report --format markdown > comment.md
      sekisho report artifacts/report.json --format html > report.html
    """
    from sekisho.commands.report import render

    show(render(file, format_, columns()))
