"""The verbs in one table. A verb's module is imported when the verb is used, so that `--help` stays fast."""

import importlib
import os
import sys
from collections.abc import Sequence

import click

from sekisho import __version__
from sekisho.cli.output import note
from sekisho.errors import ExitCode, SekishoError

VERBS: dict[str, tuple[str, str]] = {
    "gate": ("gate", "Judge a change: validate, plan, run both sides, compare, say pass or not."),
    "validate": ("validate", "Check every file of the registry and how they fit together."),
    "plan": ("plan", "Say what kind of change this is, what it touches and which tests it needs."),
    "eval": ("evaluate", "Run test suites on one revision."),
    "merge": ("merge", "Make one run of the run files of its shards."),
    "compare": ("compare", "Compare two finished runs."),
    "judge": ("judge", "Ask a model which replies are better, and measure how far to trust it."),
    "report": ("report", "Render a gate's report again, in another format."),
    "owners": ("owners", "Say who must approve a change of a path; check CODEOWNERS."),
    "decide": ("decide", "Go or No-Go for a pull request: verdict, approvals, ticket and checklist."),
    "release": ("release", "Plan, sign, verify and pack releases."),
    "chat": ("chat", "Talk to the dialogue system of this registry."),
    "show": ("show", "Show one thing of the registry and what depends on it."),
    "new": ("new", "Start a registry file that passes validation."),
    "record": ("record", "Make fresh model answers part of the registry."),
    "model": ("model", "Fetch and list local model weights."),
    "schema": ("schema", "Write the JSON Schemas of every kind of file."),
    "github": ("github", "Comment on a pull request, set its status, audit the repository's settings."),
    "simulate": ("simulate", "Measure how often the gate and its causes are wrong."),
    "demo": ("demo", "Watch the gate refuse a harmful edit and pass a good one."),
    "completion": ("completion", "Print the shell completion script."),
}
"""Verb -> (module of `sekisho.cli`, line of the listing). The order is the order of `--help`."""


class Verbs(click.Group):
    """A group whose commands live in one module each, imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the verbs in the table's order."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the verb's module and return its `command`."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"sekisho.cli.{VERBS[cmd_name][0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the listing from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, line) for verb, (_, line) in VERBS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest verb when the given one does not exist."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], VERBS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 the answer is no, 2 wrong usage, 3 could not run, 4 inconclusive.",
)
@click.version_option(__version__, prog_name="sekisho")
@click.option(
    "-C",
    "directory",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="Work in this directory instead of the current one.",
)
def application(directory: str | None) -> None:
    """Sekisho: the checkpoint a dialogue system's changes pass before they reach users.

    \b
    Edit something under registry/, then:
      sekisho gate                 judge the edit against the default branch
      sekisho validate             only check the files
      sekisho chat                 talk to what you edited
    """
    if directory:
        os.chdir(directory)


def run(arguments: Sequence[str]) -> ExitCode:
    """Run one command line and return its exit code; every known failure becomes one clear message."""
    try:
        outcome = application.main(list(arguments), prog_name="sekisho", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return ExitCode(stop.exit_code)
    except click.Abort:
        click.echo("\nInterrupted; nothing was left half-written.", err=True)
        return ExitCode.COULD_NOT_RUN
    except click.ClickException as problem:
        problem.show()
        return ExitCode.USAGE
    except SekishoError as problem:
        note(f"sekisho: {problem.message}")
        if problem.hint:
            note(f"  try: {problem.hint}")
        return problem.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.COULD_NOT_RUN
    return outcome if isinstance(outcome, ExitCode) else ExitCode.OK
