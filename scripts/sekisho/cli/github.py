"""`sekisho github comment|status|audit`."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sekisho.cli import options
from sekisho.cli.output import note, show, show_exactly, show_json
from sekisho.errors import ExitCode

FILE = click.Path(dir_okay=False, path_type=Path)
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

event: Decorator = click.option(
    "--event",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    envvar="GITHUB_EVENT_PATH",
    help="The event as GitHub wrote it. Default: $GITHUB_EVENT_PATH.",
)
report: Decorator = click.option(
    "--report", type=FILE, help="The gate's report.json. Default: what the event's run of the gate has left."
)
decision: Decorator = click.option("--decision", type=FILE, help="What `sekisho decide` has written.")
dry_run: Decorator = click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
token_file: Decorator = click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that holds the token. Default: $GITHUB_TOKEN.",
)


@click.group("github")
def command() -> None:
    """Talk to GitHub: the comment and the status of a change, and the settings that guard the branch.

    GITHUB_API_URL names another server. Exit code 3: GitHub could not be reached, or it refused.

    \b
    Examples:
      sekisho github comment --event "$GITHUB_EVENT_PATH" --dry-run
      sekisho github audit --repository owner/name
    """


@command.command("comment")
@event
@report
@decision
@click.option("--author", metavar="LOGIN", help="Who the token writes as. Default: it is asked.")
@dry_run
@token_file
def comment(token_file: Path | None, **chosen: Any) -> ExitCode:
    """Keep one comment on the pull request of an event: the newest run's.

    A missing, foreign or malformed report is said so in the comment. No pull request to write to is no failure;
    several are exit code 4.

    \b
    Examples:
      sekisho github comment --event "$GITHUB_EVENT_PATH"
      sekisho github comment --event "$GITHUB_EVENT_PATH" --decision decision.json
    """
    from sekisho.commands.github_client import open_client
    from sekisho.commands.github_comment import CommentOptions
    from sekisho.commands.github_comment import comment as verb

    with open_client(os.environ, token_file, note) as client:
        return _told(verb(client, CommentOptions(**chosen), os.environ))


@command.command("status")
@event
@report
@decision
@dry_run
@token_file
def status(token_file: Path | None, **chosen: Any) -> ExitCode:
    """Set the commit status `sekisho/gate`, or with a decision `sekisho/go-no-go`, on the event's commit.

    \b
    Examples:
      sekisho github status --event "$GITHUB_EVENT_PATH"
      sekisho github status --event "$GITHUB_EVENT_PATH" --decision decision.json
    """
    from sekisho.commands.github_client import open_client
    from sekisho.commands.github_status import StatusOptions
    from sekisho.commands.github_status import status as verb

    with open_client(os.environ, token_file, note) as client:
        return _told(verb(client, StatusOptions(**chosen), os.environ))


@command.command("audit")
@click.option(
    "--repository",
    metavar="OWNER/NAME",
    envvar="GITHUB_REPOSITORY",
    required=True,
    help="What to audit. Default: $GITHUB_REPOSITORY.",
)
@click.option(
    "--heartbeat",
    type=click.IntRange(1, 10_000),
    metavar="HOURS",
    envvar="SEKISHO_CANARY_HEARTBEAT_HOURS",
    help="Also ask that canary.yml had a good run in this time. Default: $SEKISHO_CANARY_HEARTBEAT_HOURS.",
)
@token_file
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="What to print; github adds workflow annotations to the text.",
)
def audit(repository: str, heartbeat: int | None, token_file: Path | None, format_: str) -> ExitCode:
    """Compare the repository's settings with what makes the gate the only way in.

    Exit code 0: all is as expected; 1: something is not; 4: nothing is wrong that could be seen, but the token may
    not read everything.

    \b
    Examples:
      sekisho github audit --repository owner/name
      sekisho github audit --heartbeat 26 --format json
      sekisho github audit --format github || test $? = 4     in a workflow: red only for what is wrong
    """
    from sekisho.commands.github_audit import audit as verb
    from sekisho.commands.github_client import open_client
    from sekisho.model.audit import AuditState
    from sekisho.report.audit import audit_annotations, audit_text

    with open_client(os.environ, token_file, note) as client:
        found = verb(client, repository, Path.cwd(), heartbeat, options.today())
    show_json(found) if format_ == "json" else show(audit_text(found))
    if format_ == "github":
        show_exactly(audit_annotations(found))
    if found.of(AuditState.FINDING):
        return ExitCode.NO
    return ExitCode.INCONCLUSIVE if found.of(AuditState.NOT_READABLE) else ExitCode.OK


def _told(said: Any) -> ExitCode:
    """Print what was done; a preview is marked line by line, so that no runner takes one for a command."""
    from sekisho.text.one_line import one_line

    note(said.line) if said.preview else show(said.line)
    for line in said.preview.splitlines():
        click.echo(f"| {one_line(line, 100_000)}")
    code: ExitCode = said.code
    return code
