import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sekisho.adapters.runs import Journal, read_run
from sekisho.commands import holding
from sekisho.commands.holding import BATCH, Dialogues, Outbox, Targets, hold, processes_for, unheld
from sekisho.errors import SourceError, TargetError, UsageError
from sekisho.evaluation.settings import RunSettings
from sekisho.model.kinds.case import CaseBase, GoldenCase
from sekisho.model.run import CaseResult, CaseState, RunHeader
from sekisho.model.trace import Conversation, TurnTrace

SIDES = ("baseline", "candidate")
HEADER = RunHeader(
    revision="r", suites=("golden",), cases=9, evaluation="e", behaviour="b", models=("m",), tool_version="1"
)


class Noted:
    """A progress that adds up."""

    def __init__(self) -> None:
        self.total = self.done = 0

    def start(self, _label: str, total: int) -> None:
        """Note the size of the work."""
        self.total, self.done = total, 0

    def advance(self, steps: int = 1) -> None:
        """Note the steps."""
        self.done += steps

    def finish(self) -> None:
        """Nothing."""


@dataclass
class Crowd:
    """A target that answers with how many dialogues are under way in its process, after doing what `first` does."""

    first: Callable[[str], None] = lambda _said: None
    running: int = 0

    async def converse(self, utterances: Sequence[str], *, language: Any, **_: Any) -> Conversation:
        """Hold one turn."""
        self.running += 1
        self.first(utterances[0])
        await asyncio.sleep(0.001)
        reply = f"{self.running} of us"
        self.running -= 1
        return Conversation(turns=(TurnTrace(user=utterances[0], language=language, intent="faq", reply=reply),))


class Setting:
    """Nine cases, two sides, and where their runs are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.progress = Noted()
        self.cases: dict[str, CaseBase] = {f"golden/{number}": _case(number) for number in range(9)}

    def dialogues(self, target: Crowd, concurrency: int = 1) -> Dialogues:
        """Return what is held."""

        def opened() -> AbstractAsyncContextManager[Targets]:
            return nullcontext(dict.fromkeys(SIDES, target))

        settings = RunSettings(clock=datetime(2026, 11, 16, 1, tzinfo=UTC), concurrency=concurrency, trials=2)
        return Dialogues(self.cases, opened, settings)

    def run(self, target: Crowd, processes: int, concurrency: int = 1) -> list[bytes]:
        """Hold everything and return the run files; a run that fails leaves its journals."""
        dialogues = self.dialogues(target, concurrency)
        with ExitStack() as opened:
            journals = {side: opened.enter_context(Journal(self.folder / side, HEADER)) for side in SIDES}
            assert hold(dialogues, journals, self.progress, processes, _sides) == SIDES
            assert unheld(dialogues, journals) == 0
            for side, journal in journals.items():
                journal.finish(self.folder / side)
        return [(self.folder / side).read_bytes() for side in SIDES]


async def _sides(targets: Targets) -> tuple[str, ...]:
    return tuple(targets)


def _case(number: int) -> GoldenCase:
    turn = {"user": f"utterance {number}", "expect": {"intent": "faq"}}
    return GoldenCase.model_validate({"title": "t", "language": "en", "turns": [turn]})


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """Nothing has been held yet."""
    return Setting(tmp_path)


@pytest.mark.parametrize("processes", [2, 4])
def test_run_files_do_not_tell_how_many_processes_there_were(setting: Setting, processes: int) -> None:
    """The same bytes, and every dialogue is seen to be over."""
    expected = setting.run(Crowd(), 1)
    assert setting.run(Crowd(), processes) == expected
    assert setting.progress.done == setting.progress.total == 9 * 2 * 2
    assert not multiprocessing.active_children()


def test_the_width_of_a_run_is_that_of_all_processes(setting: Setting) -> None:
    """Of six dialogues at a time each of two processes holds three."""
    setting.run(Crowd(), 2, concurrency=6)
    replies = {turn.reply for side in SIDES for one in read_run(setting.folder / side).results for turn in one.turns}
    assert max(replies) == "3 of us"


def test_an_error_is_raised_as_in_one_process(setting: Setting) -> None:
    """With its own words; nothing is left running."""

    def refuse(said: str) -> None:
        if said.endswith("7"):
            raise TargetError("gone", hint="call")

    for processes in (1, 2):
        with pytest.raises(TargetError, match="gone") as caught:
            setting.run(Crowd(refuse), processes)
        assert caught.value.hint == "call"
    assert not multiprocessing.active_children()


def test_a_killed_process_is_an_error_and_the_next_run_goes_on(setting: Setting) -> None:
    """What it had sent is there, and is not held again."""

    def die(said: str) -> None:
        if said.endswith("8"):
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(SourceError, match=r"process \d+ was killed by signal 9"):
        setting.run(Crowd(die), 2)
    with Journal(setting.folder / SIDES[0], HEADER) as journal:
        assert unheld(setting.dialogues(Crowd()), {SIDES[0]: journal}) == 18 - len(journal.finished)

    setting.run(Crowd(), 2)
    assert not multiprocessing.active_children()


def test_what_is_judged_is_not_held_again(setting: Setting) -> None:
    """Neither by one process nor by several; what could not be judged is."""
    held = CaseResult(case="golden/3", state=CaseState.FAILED, reason="as it was")
    open_ = CaseResult(case="golden/4", state=CaseState.INVALID)
    for processes in (1, 2):
        with Journal(setting.folder / SIDES[0], HEADER) as journal:
            journal.append(held)
            journal.append(open_)
        setting.run(Crowd(), processes)
        results = {(one.case, one.trial): one for one in read_run(setting.folder / SIDES[0]).results}
        assert results["golden/3", 0] == held
        assert results["golden/4", 0].state is CaseState.PASSED
        assert setting.progress.done == setting.progress.total == 36


def test_an_interrupt_leaves_whole_lines_and_no_process(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while results come in; the next run takes over what came."""
    monkeypatch.setattr(holding, "BATCH", 1)

    def stop(_steps: int = 1) -> None:
        setting.progress.done += 1
        if setting.progress.done > 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(setting.progress, "advance", stop)
    with pytest.raises(KeyboardInterrupt):
        setting.run(Crowd(), 2)
    assert not multiprocessing.active_children()
    with ExitStack() as opened:
        journals = [opened.enter_context(Journal(setting.folder / side, HEADER)) for side in SIDES]
        assert sum(len(journal.finished) for journal in journals) == 3


def test_lines_are_sent_together_or_when_time_is_up() -> None:
    """Many at once in a hurry; a single one does not wait for long."""
    sent: list[int] = []

    async def put_some() -> None:
        came = asyncio.Event()

        def send(lines: Sequence[object]) -> None:
            sent.append(len(lines))
            came.set()

        outbox = Outbox(send)
        for number in range(BATCH + 1):
            outbox.put("", CaseResult(case=str(number), state=CaseState.PASSED))
        assert sent == [BATCH]
        came.clear()
        await asyncio.wait_for(came.wait(), 5)
        outbox.flush()

    asyncio.run(put_some())
    assert sent == [BATCH, 1]


@pytest.mark.parametrize(
    ("asked", "dialogues", "concurrency", "more", "expected"),
    [
        (None, 10**6, 64, {}, 4),
        (None, 10**6, 3, {}, 3),
        (None, 10**6, 64, {"stateful": True}, 1),
        (None, 10**6, 64, {"alone": "a service"}, 1),
        ("auto", 10**6, 64, {"stateful": True}, 4),
        ("auto", 10, 64, {}, 1),
        (1, 10**6, 64, {"alone": "a service"}, 1),
        (7, 10**6, 64, {"stateful": True}, 7),
        (7, 5, 64, {}, 5),
        (7, 0, 64, {}, 1),
    ],
)
def test_processes_are_as_many_as_may_be(
    monkeypatch: pytest.MonkeyPatch, asked: Any, dialogues: int, concurrency: int, more: Any, expected: int
) -> None:
    """On a machine with four processors."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)))
    monkeypatch.setattr("threading.active_count", lambda: 1)
    assert processes_for(asked, dialogues, concurrency, **more) == expected


@pytest.mark.parametrize(("asked", "alone", "threads"), [(2, "a service", 1), ("auto", "a service", 1), (2, "", 2)])
def test_processes_that_cannot_be_are_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, asked: Any, alone: str, threads: int
) -> None:
    """Whoever asks for them is told why not."""
    monkeypatch.setattr("threading.active_count", lambda: threads)
    with pytest.raises(UsageError, match=r"a service is talked to from one process|beside running threads"):
        processes_for(asked, 10, 64, alone=alone)
