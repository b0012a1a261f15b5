"""The terminal: text with colour where there is a terminal, JSON as it is, progress on stderr."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

import click

from sekisho.errors import ExitCode
from sekisho.text.workflow_command import inert

EXIT_OF_VERDICT: Mapping[int, ExitCode] = {
    0: ExitCode.OK,
    1: ExitCode.INCONCLUSIVE,
    2: ExitCode.NO,
    3: ExitCode.COULD_NOT_RUN,
}
"""By `VerdictState`, in its numbers: importing the models here would make every verb wait for them."""


def show(text: str) -> None:
    """Print a report; ANSI styles are dropped when stdout is no terminal or NO_COLOR is set.

    No line of it can be a command to the runner of a workflow, whoever wrote the text in it.
    """
    click.echo(inert(text.rstrip("\n")), color=colour_wanted())


def show_exactly(text: str) -> None:
    """Print what other programs read as it is: no styles, and commands stay commands."""
    click.echo(text, nl=False, color=True)


def columns() -> int:
    """Return how wide the terminal is; 100 where nobody can say."""
    return shutil.get_terminal_size((100, 24)).columns


def show_json(value: Any) -> None:
    """Print a value as JSON for other programs. It has no line that a runner takes for a command."""
    from sekisho.serialize import pretty_chunks

    for chunk in pretty_chunks(value):
        show_exactly(chunk.replace("##[", "#\\u0023["))


def note(text: str) -> None:
    """Say something beside the result, on stderr."""
    click.echo(inert(text), err=True)


def terminal_note() -> Callable[[str], None] | None:
    """Return what says a line to whoever sits before stderr, above a progress bar; a log file needs no comfort."""
    return _above_the_bar if sys.stderr.isatty() else None


def _above_the_bar(text: str) -> None:
    """Write through `sys.stderr`, which the bar replaces while it is drawn; click would write past it."""
    sys.stderr.write(f"{text}\n")


def colour_wanted() -> bool:
    """Colour is for terminals, and for those who did not say no."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


class TerminalProgress:
    """One line on stderr that grows with the work; nothing when stderr is no terminal.

    Implements ports.Progress. Use it in a `with`, so that an interrupted command leaves a clean line.
    """

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def start(self, label: str, total: int) -> None:
        """Draw a bar of `total` steps, with the time that is left."""
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.finish()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._task = self._bar.add_task(label, total=total)

    def advance(self, steps: int = 1) -> None:
        """Some steps are done."""
        if self._bar is not None:
            self._bar.advance(self._task, steps)

    def finish(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def __enter__(self) -> "TerminalProgress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finish()
