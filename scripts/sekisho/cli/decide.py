"""`sekisho decide`."""

from collections.abc import Mapping
from pathlib import Path

import click

from sekisho.cli import options
from sekisho.cli.output import columns, show, show_json
from sekisho.errors import ExitCode

EXIT_OF_DECISION: Mapping[int, ExitCode] = {0: ExitCode.OK, 1: ExitCode.INCONCLUSIVE, 2: ExitCode.NO}
"""By `DecisionState`, in its numbers, so that `--help` imports no model."""

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("decide")
@click.option("--event", type=FILE, help="Event file of a GitHub workflow; reviews and teams are read from GitHub.")
@click.option("--evidence", type=FILE, help="The same evidence as a file (schemas/pull-evidence.schema.json).")
@click.option(
    "--report",
    type=FILE,
    help="The gate's report.json. Default with --event: what its run has left.",
)
@click.option("--out", type=FILE, help="Also write the decision to this file (schemas/decision.schema.json).")
@options.output_format
def command(format_: str, **chosen: Path | None) -> ExitCode:
    """Go or No-Go for a pull request: may it be merged as it is now?

    Go takes a verdict of pass, an approval of every owner group for the head commit, a complete ticket, and a
    checklist without gaps. CODEOWNERS and policies are the base commit's. Both commits must be in this repository;
    nothing of the branch is checked out or run.

    \b
    Exit codes: 0 Go, 1 No-Go, 4 waiting for somebody.

    \b
    Examples:
      sekisho decide --evidence evidence.json --report .sekisho/gate/report.json
      sekisho decide --event "$GITHUB_EVENT_PATH" --out decision.json
    """
    from sekisho.commands.decide import DecideOptions, decide_pull
    from sekisho.report.decision import decision_text

    decision, language = decide_pull(options.root(), DecideOptions.model_validate(chosen))
    if format_ == "json":
        show_json(decision)
    else:
        show(decision_text(decision, language, width=columns()))
    return EXIT_OF_DECISION[decision.state]
