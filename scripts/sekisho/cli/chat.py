"""`sekisho chat`."""

import sys

import click

from sekisho.cli import options
from sekisho.cli.output import note, show, terminal_note


@click.command("chat")
@click.option("--revision", metavar="REV", help="Talk to this revision. Default: the working tree.")
@click.option("--trace", is_flag=True, help="Show intent, mode, slots, next action and route of every turn.")
@click.option(
    "--answers",
    type=click.Choice(["replay", "fill", "live"]),
    default="fill",
    show_default=True,
    help="fill asks the model for whatever is not recorded.",
)
def command(revision: str | None, trace: bool, answers: str) -> None:
    """Talk to the dialogue system of this registry. An empty line is silence; Ctrl-D ends.

    \b
    Examples:
      sekisho chat
      sekisho chat --trace
      printf '明日の午前に訪問を予約したい\\n' | sekisho chat --answers replay
    """
    from sekisho.commands.chat import open_chat
    from sekisho.report.turn import turn_text

    interactive = sys.stdin.isatty()
    with open_chat(options.root(), revision, answers, terminal_note()) as chat:
        note(chat.greeting)
        while not chat.ended:
            try:
                line = (
                    click.prompt("you", prompt_suffix="> ", default="", show_default=False) if interactive else input()
                )
            except (EOFError, click.Abort):
                break
            if not interactive:
                show(f"you> {line}")
            show(turn_text(chat.say(line), trace=trace))
