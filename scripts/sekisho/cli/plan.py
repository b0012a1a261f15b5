"""`sekisho plan`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli import options
from sekisho.cli.output import note, show, show_json
from sekisho.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from sekisho.model.change import TestPlan

MOST_JOBS = 256
"""More jobs than GitHub starts for one matrix."""


def _shards(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    if value in (None, "auto"):
        return None
    if not (value.isdecimal() and 1 <= int(value) <= MOST_JOBS):
        raise click.BadParameter(f"{value!r} is neither auto nor a number from 1 to {MOST_JOBS}")
    return int(value)


@click.command("plan")
@options.base
@options.since
@options.head
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "matrix"]),
    default="text",
    show_default=True,
    help="What to print; json follows the schemas in schemas/, matrix is one line for GitHub Actions.",
)
@click.option(
    "--shards",
    callback=_shards,
    metavar="N|auto",
    help="Jobs of the matrix, never more than there is to run. Default: auto, one per 100 dialogues, at most 16.",
)
def command(base: str | None, since: str | None, head: str | None, format_: str, shards: int | None) -> ExitCode:
    """Say what kind of change this is, what it touches and which tests it needs. Runs nothing.

    The rows of a matrix are shards of all suites together: a case that several suites have is held once. What runs
    them is `sekisho gate --shard`. In a workflow run, types, suites and matrix also become outputs of the step. The
    exit code is then 0 whatever the plan says: it is the gate that judges.

    \b
    Examples:
      sekisho plan
      sekisho plan --base release/2026.11.20.1 --head main
      sekisho plan --since main --head topic
      sekisho plan --format json
      sekisho plan --since "$BASE_SHA" --head "$HEAD_SHA" --format matrix --shards 4
    """
    from sekisho.commands.plan import plan

    if shards is not None and format_ != "matrix":
        raise UsageError("only a matrix has shards", hint="add --format matrix")
    planned = plan(Path.cwd(), base, head, since=since)
    if format_ == "matrix":
        return _matrix(planned, shards)
    if format_ == "json":
        show_json(planned)
    else:
        from sekisho.report.plan import plan_text

        show(plan_text(planned))
    return ExitCode.NO if planned.change_set.findings else ExitCode.OK


def _matrix(planned: "TestPlan", shards: int | None) -> ExitCode:
    from sekisho.adapters.workflow_commands import set_outputs
    from sekisho.change.jobs import jobs_of
    from sekisho.serialize import canonical_json

    jobs = jobs_of(planned, shards)
    show(canonical_json(jobs))
    set_outputs({name: canonical_json(value) for name, value in jobs.model_dump(mode="json").items()})
    for finding in planned.change_set.findings:
        note(str(finding))
    return ExitCode.OK
