"""`sekisho owners`."""

from pathlib import Path

import click

from sekisho.cli import options
from sekisho.cli.output import columns, show, show_json
from sekisho.errors import ExitCode

revision = click.option(
    "--revision", "--base", "revision", metavar="REV", help="Read this revision instead of the working tree."
)


class Owners(click.Group):
    """A group whose first word is a path unless it is one of its commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Send paths, and options before them, to the command that takes paths."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["of", *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Name both ways of asking."""
        formatter.write_usage(ctx.command_path, "PATH... | check  [OPTIONS]")


@click.group("owners", cls=Owners)
def command() -> None:
    """Say who must approve a change of a path, and which line of CODEOWNERS says so.

    \b
    Examples:
      sekisho owners registry/prompts/intent.prompt.yml
      sekisho owners registry/policies --revision main --format json
      sekisho owners check           is CODEOWNERS itself in order?
      sekisho owners ./check         a path of that name
    """


@command.command("of")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@revision
@options.output_format
def of(paths: tuple[Path, ...], revision: str | None, format_: str) -> None:
    """Say who owns each path: what `sekisho owners PATH` does. A folder stands for every tracked file below it."""
    from sekisho.commands.owners import owners_of
    from sekisho.report.owners import owners_text

    found = owners_of(options.root(), paths, revision)
    if format_ == "json":
        show_json([one.model_dump(mode="json") for one in found])
    else:
        show(owners_text(found, width=columns()))


@command.command("check")
@revision
@click.option(
    "--known",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with the owners that exist, one a line; any other is an error.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="What to print; github prints workflow annotations.",
)
def check(revision: str | None, known: Path | None, format_: str) -> ExitCode:
    """Check CODEOWNERS: lines GitHub skips, paths nobody owns, lines that decide nothing.

    Every path below registry/ and .github/ needs an owner; .github/, registry/policies/ and CODEOWNERS need a line
    of their own. A line that matches no tracked file, or that later lines overrule everywhere, is an error.

    \b
    Examples:
      sekisho owners check
      sekisho owners check --revision main --format github
    """
    from sekisho.commands.owners import check_owners
    from sekisho.report.findings import render

    result = check_owners(options.root(), revision, known)
    show(render(result, format_))
    return ExitCode.OK if result.ok else ExitCode.NO
