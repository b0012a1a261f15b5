"""`sekisho ticket new|check|list`."""

from pathlib import Path

import click

from sekisho.cli import options
from sekisho.cli.output import columns, note, show, show_json
from sekisho.errors import ExitCode

STATUSES = ("draft", "gated", "staging", "canary", "rolled_out", "closed", "rolled_back")


@click.group("ticket")
def command() -> None:
    """Write, check and list the tickets of changes.

    \b
    Examples:
      sekisho ticket new --why "Customers ask for invoices"
      sekisho ticket check
      sekisho ticket list --status canary
    """


@command.command("new")
@options.base
@options.since
@click.option("--title", default="", help="What is changed. Default: the first commit's subject, or the branch.")
@click.option("--why", default="", help="Why it is changed.")
@click.option("--risk", type=click.Choice(["low", "medium", "high"]), help="Default: by the change's types.")
@click.option("--owner", default="", help="The team that answers for it. Default: whom the approval policy asks.")
@click.option("--environment", "environments", multiple=True, help="Where it goes. Default: every environment.")
@options.output_format
def new(base: str | None, since: str | None, format_: str, **given: str | tuple[str, ...] | None) -> None:
    """Write the ticket of the change in the working tree: all that the change itself tells is filled in.

    What only a person knows begins with FILL IN; `sekisho ticket check` names it until it is said.

    \b
    Examples:
      sekisho ticket new
      sekisho ticket new --why "Two callers a day ask for it" --risk low
    """
    from sekisho.change.tickets.draft import Given
    from sekisho.commands.ticketing import new_ticket

    root = options.root()
    path, proposed = new_ticket(root, Given.model_validate(given), base, since=since)
    relative = str(path.relative_to(Path(root)))
    if format_ == "json":
        show_json({"path": relative, "draft": proposed.model_dump(mode="json")})
        return
    show(relative)
    note("Fill in what begins with FILL IN; `sekisho ticket check` says what is missing.")


@command.command("check")
@options.base
@options.since
@options.head
@options.output_format
def check(base: str | None, since: str | None, head: str | None, format_: str) -> ExitCode:
    """Say whether the change has a complete ticket that agrees with it, or why it needs none.

    \b
    Examples:
      sekisho ticket check
      sekisho ticket check --since main --head topic --format json
    """
    from sekisho.commands.ticketing import standing_of
    from sekisho.report.ticket import standing_text

    standing = standing_of(options.root(), base, head, since=since)
    show_json(standing) if format_ == "json" else show(standing_text(standing))
    return ExitCode.OK if standing.complete else ExitCode.NO


@command.command("list")
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="Only tickets in this status.")
@click.option("--revision", metavar="REV", help="Look at this revision instead of the working tree.")
@options.output_format
def list_(statuses: tuple[str, ...], revision: str | None, format_: str) -> None:
    """List the tickets, and since when and by whom each has its status: the author of the commit that says so.

    \b
    Examples:
      sekisho ticket list
      sekisho ticket list --status staging --status canary
      sekisho ticket list --revision main --format json
    """
    from sekisho.commands.ticketing import tickets_of
    from sekisho.model.kinds.ticket import TicketStatus
    from sekisho.report.ticket import tickets_text

    entries, unread = tickets_of(options.root(), revision, [TicketStatus(status) for status in statuses])
    if unread:
        note(f"Not in the list, {len({found.location.path for found in unread})} unreadable: {unread[0]}")
    if any(entry.bounded for entry in entries):
        note("Older commits were not looked at (a shallow clone, or very many): a status may be older than it says.")
    if format_ == "json":
        show_json([entry.model_dump(mode="json") for entry in entries])
        return
    show(tickets_text(entries, columns()))
