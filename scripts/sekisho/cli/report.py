"""`sekisho report`."""

from pathlib import Path

import click

from sekisho.cli.output import columns, show, show_exactly

FORMATS = ("text", "json", "html", "comment", "summary", "annotations")


@click.command("report")
@click.argument("format_", metavar="[FORMAT]", type=click.Choice(FORMATS), default="text")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option(
    "--decision",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A decision.json of `sekisho decide`: the comment and the summary say who must still approve.",
)
def command(format_: str, file: Path | None, decision: Path | None) -> None:
    """Render a gate's report.json again. Default: the last one under .sekisho/gate, as text.

    \b
    Formats:
      text         for the terminal
      json, html   report.json and report.html
      comment      Markdown for a pull request, under 60,000 characters
      summary      the same and more of it, for $GITHUB_STEP_SUMMARY
      annotations  workflow commands: findings at their lines, broken must-pass cases

    \b
    Examples:
      sekisho report
      sekisho report html artifacts/report.json > report.html
      sekisho report comment --decision decision.json
      sekisho report summary >> $GITHUB_STEP_SUMMARY
    """
    from sekisho.commands.report import render

    if decision is not None and format_ not in ("comment", "summary"):
        raise click.UsageError("--decision belongs to the formats comment and summary")
    rendered = render(format_, file, decision, columns())
    show(rendered) if format_ == "text" else show_exactly(rendered)
