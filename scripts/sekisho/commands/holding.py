"""Dialogues held and journalled: in this process, or in several that each hold a part of the cases.

A process that only holds sends finished lines to the one that has the journals, which writes them in the order they
come; run files are sorted, so they are the same bytes however many processes there were.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any, Literal, NamedTuple, TypeVar

from sekisho.adapters.processes import Send, can_fork, shares, workers_for, working
from sekisho.adapters.run_lines import line_of
from sekisho.adapters.runs import Journal, Line
from sekisho.commands.selected import Cases, Selected
from sekisho.commands.unwatched import Unwatched
from sekisho.errors import UsageError
from sekisho.evaluation.metrics.growing import Growing
from sekisho.evaluation.runner import Key, Watch, run_each
from sekisho.evaluation.settings import RunSettings
from sekisho.model.run import JUDGED, CaseResult
from sekisho.ports import Progress, Target

Made = TypeVar("Made")
Targets = Mapping[str, Target]
"""What is talked to on each side."""
Then = Callable[[Targets], Awaitable[Made]]
"""What is done with the targets when every dialogue is over."""
Processes = int | Literal["auto"]

WORTH_A_PROCESS = 250
"""Dialogues: starting a process costs as much as some dozens of short ones."""
BATCH = 64
"""Lines that are sent together at most."""
PATIENCE_S = 0.05
"""How long a finished line may wait for others to be sent with."""

LIVE = "a live model"
"""Who is talked to from one process."""


class Dialogues(NamedTuple):
    """What is to be held; `targets` are opened in the event loop that talks to them."""

    cases: Cases
    targets: Callable[[], AbstractAsyncContextManager[Targets]]
    settings: RunSettings

    def keys(self, sides: Mapping[str, object]) -> frozenset[Key]:
        """Return side, case and trial of everything that is held on these sides."""
        trials = range(self.settings.trials)
        return frozenset((side, name, trial) for side in sides for name in self.cases for trial in trials)


class Measured(NamedTuple):
    """What a process has measured of its part, when it is over."""

    packed: Sequence[Any]


def hold(
    dialogues: Dialogues,
    journals: Mapping[str, Journal],
    progress: Progress,
    processes: int,
    then: Then[Made],
    figures: Growing | None = None,
) -> Made:
    """Hold every dialogue that is not judged in its side's journal yet, journal it, and return what `then` makes.

    What is held, on the only side there is, is measured in `figures` on the way. Several processes hold as many
    dialogues at a time as one would. Raises what a target raises, and SourceError for a journal that cannot be written
    or a process that dies.
    """
    kept = _judged(journals)
    if processes > 1:
        _hold_apart(Share(dialogues, journals, kept, processes, figures), progress)
        dialogues = dialogues._replace(cases={})

    def keep(side: str, result: CaseResult) -> None:
        journals[side].append(result)
        if figures is not None:
            figures.put(result)

    watch = Watch(progress, keep, kept=kept)
    return asyncio.run(_hold(dialogues, watch, then))


def unheld(dialogues: Dialogues, journals: Mapping[str, Journal]) -> int:
    """Return how many dialogues have no judged result in the journals yet."""
    return len(dialogues.keys(journals) - _judged(journals))


def _judged(journals: Mapping[str, Journal]) -> frozenset[Key]:
    return frozenset((side, *key) for side, journal in journals.items() for key in journal.keys(JUDGED))


async def _hold(dialogues: Dialogues, watch: Watch, then: Then[Made]) -> Made:
    async with dialogues.targets() as targets:
        if dialogues.cases:
            await run_each(dialogues.cases, targets, dialogues.settings, watch)
        return await then(targets)


class Share(NamedTuple):
    """What the processes of one run have in common; each is given the names of its cases."""

    dialogues: Dialogues
    journals: Mapping[str, Journal]
    kept: frozenset[Key]
    processes: int
    figures: Growing | None

    def hold(self, names: Sequence[str], send: Send) -> None:
        """Hold the cases of one process. The journals are closed: only who writes them may keep them locked."""
        for journal in self.journals.values():
            journal.close()
        whole = self.dialogues.settings
        mine = Dialogues(
            Selected(self.dialogues.cases, frozenset(names)),
            self.dialogues.targets,
            replace(whole, concurrency=max(1, whole.concurrency // self.processes)),
        )
        outbox = Outbox(send)

        def put(side: str, result: CaseResult) -> None:
            outbox.put(side, result)
            if self.figures is not None:
                self.figures.put(result)

        async def flush(_targets: Targets) -> None:
            outbox.flush()

        asyncio.run(_hold(mine, Watch(Unwatched(), put, kept=self.kept), flush))
        if self.figures is not None:
            send(Measured(self.figures.packed()))


def _hold_apart(share: Share, progress: Progress) -> None:
    wanted = share.dialogues.keys(share.journals)
    with working(share.hold, shares(sorted(share.dialogues.cases), share.processes)) as messages:
        progress.start("cases", len(wanted))
        try:
            progress.advance(len(wanted & share.kept))
            for message in messages:
                if isinstance(message, Measured):
                    if share.figures is not None:
                        share.figures.join(message.packed)
                    continue
                for side, line in message:
                    share.journals[side].keep(line)
                progress.advance(len(message))
        finally:
            progress.finish()


class Outbox:
    """Sends finished lines together: few at a time when they come slowly, so that little is lost with the process."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._lines: list[tuple[str, Line]] = []
        self._clock: asyncio.TimerHandle | None = None

    def put(self, side: str, result: CaseResult) -> None:
        """Take a result; it is sent soon. Raises what sending raises."""
        self._lines.append((side, Line((result.case, result.trial), result.state, line_of(result))))
        if len(self._lines) >= BATCH:
            self.flush()
        elif self._clock is None:
            self._clock = asyncio.get_running_loop().call_later(PATIENCE_S, self.flush)

    def flush(self) -> None:
        """Send what there is."""
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
        if self._lines:
            self._send(self._lines)
            self._lines = []


def processes_for(
    asked: Processes | None, dialogues: int, concurrency: int, *, alone: str = "", stateful: bool = False
) -> int:
    """Return how many processes hold so many dialogues: never more than are under way at a time.

    `auto` takes as many as pay off, and so does None unless what is talked to may be `stateful`: a function can keep
    things from one call to the next. `alone` says who must be talked to from one process; "": nobody. Raises UsageError
    when more are asked for than there may be.
    """
    if asked == 1 or (asked is None and (alone or stateful)):
        return 1
    if alone:
        raise UsageError(f"{alone} is talked to from one process", hint="leave out --processes")
    if asked is None or asked == "auto":
        return min(workers_for(dialogues, worth=WORTH_A_PROCESS), concurrency)
    if not can_fork():
        raise UsageError("no further process can be started beside running threads", hint="leave out --processes")
    return max(1, min(asked, dialogues, concurrency))
