"""`sekisho schema`."""

import click

from sekisho.cli import options
from sekisho.cli.output import show
from sekisho.errors import ExitCode


@click.command("schema")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when a schema is out of date.")
def command(only_check: bool) -> ExitCode:
    """Write schemas/*.schema.json from the types, for editors, pre-commit and other languages.

    \b
    Examples:
      sekisho schema
      sekisho schema --check
    """
    from sekisho.commands.schema import check, write

    root = options.root()
    stale = check(root) if only_check else write(root)
    for name in stale:
        show(f"schemas/{name}: " + ("out of date; run: sekisho schema" if only_check else "written"))
    if not stale:
        show("All schemas are up to date.")
    return ExitCode.NO if only_check and stale else ExitCode.OK
