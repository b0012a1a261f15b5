"""`sekisho checklist`."""

from pathlib import Path

import click

from sekisho.cli import options
from sekisho.cli.output import columns, show, show_json
from sekisho.errors import ExitCode


@click.command("checklist")
@options.base
@options.since
@options.head
@click.option(
    "--report",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The gate's report.json. Default: the last one under .sekisho/gate.",
)
@click.option(
    "--decision",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Show the checklist a decision.json rests on, instead of computing one.",
)
@click.option("--link-base", default="", metavar="URL", help="Address below which files are linked. Default: GITHUB_*.")
@options.output_format
def command(format_: str, file: Path | None, decision: Path | None, link_base: str, **ends: str | None) -> ExitCode:
    """Compute the six items of a release from evidence: none is ever ticked by hand.

    Ticket, Golden Set, end-to-end scenarios, log fields, stop conditions of the canary, way back. Exit code 1 when an
    item has failed, 4 when one is still open.

    \b
    Examples:
      sekisho checklist
      sekisho checklist --since main --head topic --report gate/report.json
      sekisho checklist --decision decision.json --format json
    """
    from sekisho.commands.checklist import asked
    from sekisho.report.checklist import checklist_text

    items, language = asked(options.root(), file, decision, link_base, ends)
    if format_ == "json":
        show_json([item.model_dump(mode="json") for item in items])
    else:
        show(checklist_text(items, language, columns()))
    states = {item.state.value for item in items}
    return ExitCode.NO if "failed" in states else ExitCode.INCONCLUSIVE if "open" in states else ExitCode.OK
