"""`sekisho plan`."""

import click

from sekisho.cli import options
from sekisho.cli.output import show, show_json
from sekisho.errors import ExitCode


@click.command("plan")
@options.base
@options.since
@options.head
@options.output_format
def command(base: str | None, since: str | None, head: str | None, format_: str) -> ExitCode:
    """Say what kind of change this is, what it touches and which tests it needs. Runs nothing.

      \b
      Examples:
        sekisho plan
        sekisho plan --base release/2026.11.20.1 --head main
        sekisho plan --since main --head topic
    sekisho plan --format json
    """
    from sekisho.commands.plan import plan
    from sekisho.report.plan import plan_text

    planned = plan(options.root(), base, head, since=since)
    show_json(planned) if format_ == "json" else show(plan_text(planned))
    return ExitCode.NO if planned.change_set.findings else ExitCode.OK
