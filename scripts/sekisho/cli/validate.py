"""`sekisho validate`."""

from pathlib import Path

import click

from sekisho.cli import options
from sekisho.cli.output import show, show_exactly
from sekisho.errors import ExitCode


@click.command("validate")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--revision", metavar="REV", help="Check this revision instead of the working tree.")
@click.option("--fix", is_flag=True, help="Repair what has one certain repair (quoting, headers, byte-order marks).")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "annotations", "sarif"]),
    default="text",
    show_default=True,
    help="What to print; annotations are for the log of a workflow.",
)
def command(paths: tuple[Path, ...], revision: str | None, fix: bool, format_: str) -> ExitCode:
    """Check every file of the registry and how the files fit together.

    \b
    Examples:
      sekisho validate
      sekisho validate registry/prompts/intent.prompt.yml
      sekisho validate --fix
      sekisho validate --revision main --format sarif > findings.sarif
    """
    from sekisho.commands.validate import validate
    from sekisho.report.findings import render

    result = validate(options.root(), revision=revision, paths=paths, fix=fix)
    shown = render(result, format_)
    show(shown) if format_ == "text" else show_exactly(shown)
    return ExitCode.OK if result.ok else ExitCode.NO
