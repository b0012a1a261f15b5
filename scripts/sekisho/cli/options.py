"""Options that several verbs share, spelled and explained once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

output_format: Decorator = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What to print; json follows the schemas in schemas/.",
)

base: Decorator = click.option(
    "--base",
    metavar="REV",
    help="Revision the change is measured against. Default: the merge base with the default branch.",
)

since: Decorator = click.option(
    "--since",
    metavar="REV",
    help="Measure from where the head left this revision: what a pull request would add to it. Not with --base.",
)

head: Decorator = click.option(
    "--head", metavar="REV", help="Revision to judge. Default: the working tree, with files not yet added."
)

answers: Decorator = click.option(
    "--answers",
    type=click.Choice(["replay", "fill", "live"]),
    default="replay",
    show_default=True,
    help="Where model answers come from: recordings only; recordings, and the model for what is missing; "
    "the model for every call.",
)

workers: Decorator = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes of a local model (one thread each).",
)

trials: Decorator = click.option(
    "--trials",
    type=click.IntRange(1, 100),
    default=None,
    metavar="K",
    help="How often each case is held. Default: the gate policy's trials.",
)

concurrency: Decorator = click.option(
    "--concurrency", type=click.IntRange(1, 1000), default=64, show_default=True, help="Dialogues held at a time."
)


def _processes(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | str | None:
    if value in {None, "auto"}:
        return value
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= MAX_PROCESSES):
        raise click.BadParameter(f"{value!r} is neither auto nor a number from 1 to {MAX_PROCESSES}")
    return int(value)


MAX_PROCESSES = 256

processes: Decorator = click.option(
    "--processes",
    metavar="N|auto",
    callback=_processes,
    help="Processes that hold dialogues, which share --concurrency. Default: auto in replay, else 1.",
)


def _shard(_context: click.Context, _parameter: click.Parameter, value: str | None) -> dict[str, int] | None:
    if value is None:
        return None
    index, slash, count = value.partition("/")
    if not (slash and index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count) <= MAX_SHARDS):
        raise click.BadParameter(f"{value!r} is no part such as 2/4 (at most {MAX_SHARDS} parts)")
    return {"index": int(index), "count": int(count)}


MAX_SHARDS = 1000


def shard(explained: str) -> Decorator:
    """Return the option that asks for one part of several."""
    return click.option("--shard", metavar="I/N", callback=_shard, help=explained)


def out(default: str) -> Decorator:
    """Return the option that says which folder results are written to."""
    return click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        help=f"Folder to write to. Default: {default}.",
    )


def today() -> date:
    """Return the day it is: the only place where a command reads the calendar."""
    return datetime.now(UTC).date()


def root() -> Path:
    """Return the root of the repository the command was started in. Raises SourceError outside of one."""
    from sekisho.commands.source import open_repository

    return open_repository(Path.cwd()).root
