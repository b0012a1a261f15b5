"""`sekisho show [KIND [ID]]`."""

from pathlib import Path

import click

from sekisho.cli import options
from sekisho.cli.output import show, show_json
from sekisho.model.ref import Kind


@click.command("show")
@click.argument("kind", required=False, type=click.Choice([kind.value for kind in Kind]))
@click.argument("artifact", metavar="ID", required=False)
@click.option("--revision", metavar="REV", help="Look at this revision instead of the working tree.")
@options.output_format
def command(kind: str | None, artifact: str | None, revision: str | None, format_: str) -> None:
    """Show what the registry holds, or one thing of it and what depends on it.

    \b
    Examples:
      sekisho show
      sekisho show prompt
      sekisho show prompt intent
      sekisho show tool book_visit --revision v1.2 --format json
    """
    from sekisho.commands import show as verb
    from sekisho.report.registry import listed_text, shown_text

    query = verb.Query(Kind(kind) if kind else None, artifact, revision)
    root = options.root()
    if artifact is None:
        listed = verb.overview(Path(root), query)
        show_json([entry.model_dump(mode="json") for entry in listed]) if format_ == "json" else show(
            listed_text(listed)
        )
        return
    found = verb.show(Path(root), query)
    show_json(found) if format_ == "json" else show(shown_text(found))
