import gc
import multiprocessing
import os
import threading
from collections.abc import Sequence

import pytest

from sekisho.adapters.processes import _run, map_pieces, uncollected, workers_for
from sekisho.errors import SourceError


def test_results_keep_their_order_over_processes() -> None:
    """Cut into pieces, computed in several processes, joined again."""

    def work(piece: Sequence[int]) -> list[tuple[int, int]]:
        return [(item * item, os.getpid()) for item in piece]

    results = map_pieces(work, range(7), 3)
    assert [square for square, _ in results] == [item * item for item in range(7)]
    assert len({process for _, process in results}) == 3


@pytest.mark.parametrize("workers", [1, 4])
def test_no_work_is_no_process(workers: int) -> None:
    """An empty list stays empty."""
    assert map_pieces(list, [], workers) == []


def test_an_error_of_a_process_is_raised_here() -> None:
    """What is known to go wrong crosses as it is."""

    def work(piece: Sequence[int]) -> list[int]:
        if 5 in piece:
            raise SourceError("five", hint="not five")
        return list(piece)

    with pytest.raises(SourceError, match="five") as caught:
        map_pieces(work, range(6), 2)
    assert caught.value.hint == "not five"


def test_a_process_that_dies_is_noticed() -> None:
    """Killed for its memory, for example."""
    parent = os.getpid()

    def work(piece: Sequence[int]) -> list[int]:
        if os.getpid() != parent:
            os._exit(9)
        return list(piece)

    with pytest.raises(SourceError, match="without an answer"):
        map_pieces(work, range(4), 2)


def test_a_process_sends_its_results_or_its_error() -> None:
    """What runs in the other process, run here."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    _run(list, [1, 2], sender)
    assert receiver.recv() == [1, 2]

    def failing(_: Sequence[int]) -> list[int]:
        raise SourceError("no")

    _run(failing, [1], sender)
    assert receiver.recv().message == "no"


def test_collecting_garbage_is_put_off_and_taken_up_again() -> None:
    """Also when reading fails; a process that never collects goes on like that."""
    with pytest.raises(SourceError), uncollected():
        assert not gc.isenabled()
        raise SourceError("no")
    assert gc.isenabled()
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_processes_are_started_when_they_pay_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short list, or a process that already has threads, gets one worker."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert workers_for(3, worth=10) == 1
    assert workers_for(10**9, worth=1) == len(os.sched_getaffinity(0))
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert workers_for(10**9, worth=1) == 1
