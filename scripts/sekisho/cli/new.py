"""`sekisho new KIND ID`."""

from pathlib import Path

import click

from sekisho.cli import options
from sekisho.cli.output import show
from sekisho.model.ref import Kind


@click.command("new")
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@click.argument("artifact", metavar="ID")
def command(kind: str, artifact: str) -> None:
    """Start a registry file that passes validation.

    \b
    Examples:
      sekisho new prompt greeting
      sekisho new document aoba-faq/late-payment
      sekisho new change CHG-0007
    """
    from sekisho.commands.new import new

    root = options.root()
    show(str(new(root, Kind(kind), artifact).relative_to(Path(root))))
