import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import time
from collections.abc import Sequence

import pytest

from sekisho.adapters.processes import (
    Send,
    _Done,
    _run,
    _work_off,
    can_fork,
    map_pieces,
    settled,
    shares,
    spread,
    uncollected,
    workers_for,
    working,
)
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

    with pytest.raises(SourceError, match="ended with 9 before its work was done"):
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


def test_what_a_run_lives_on_is_left_alone_by_the_collector() -> None:
    """As long as the run lasts; then everything is looked at again."""
    with pytest.raises(SourceError), settled():
        assert gc.get_freeze_count() > 0
        raise SourceError("no")
    assert gc.get_freeze_count() == 0


def test_processes_are_started_when_they_pay_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short list, or a process that already has threads, gets one worker."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert workers_for(3, worth=10) == 1
    assert workers_for(10**9, worth=1) == len(os.sched_getaffinity(0))
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert workers_for(10**9, worth=1) == 1


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_items_are_spread_over_processes(workers: int) -> None:
    """Every result comes with the place of its item, whoever made it."""
    assert dict(spread(lambda item: item * item, [3, 4, 5], workers)) == {0: 9, 1: 16, 2: 25}
    assert list(spread(lambda item: item, [], workers)) == []


def test_spread_work_runs_elsewhere_and_brings_its_errors() -> None:
    """Two workers are two processes, and what they raise is raised here."""

    def work(item: int) -> int:
        if item == 9:
            raise SourceError("nine")
        return os.getpid()

    assert len({process for _, process in spread(work, range(4), 2)} - {os.getpid()}) == 2
    with pytest.raises(SourceError, match="nine"):
        list(spread(work, [1, 9], 2))


def test_who_stops_listening_stops_the_workers() -> None:
    """An interrupt leaves no process behind, even one that would have worked for long."""
    results = spread(time.sleep, [0, 60, 60], 2)
    assert next(results) == (0, None)
    results.close()
    assert not multiprocessing.active_children()


def test_items_are_dealt_out() -> None:
    """Every item once, neighbours to different workers, nobody without any."""
    assert shares([1, 2, 3, 4, 5], 2) == [[1, 3, 5], [2, 4]]
    assert shares([1, 2], 5) == [[1], [2]]


def test_workers_send_as_much_as_they_like() -> None:
    """Nothing, or several results an item, each as it comes."""

    def work(share: Sequence[int], send: Send) -> None:
        for item in share:
            for _ in range(item):
                send(item)

    with working(work, [[0], [1, 2], [3]]) as results:
        assert sorted(results) == [1, 2, 2, 3, 3, 3]


def test_a_killed_worker_is_named() -> None:
    """By its number and the signal; the others are stopped."""

    def work(share: Sequence[int], send: Send) -> None:
        send(os.getpid())
        if share == [0]:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)

    seen: list[int] = []
    with working(work, [[0], [1]]) as results, pytest.raises(SourceError, match="killed by signal 9") as caught:
        seen.extend(results)
    assert any(f"the process {pid} was" in str(caught.value) for pid in seen)
    assert not multiprocessing.active_children()


def test_a_worker_is_deaf_to_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in a worker, run here: the terminal's interrupt is the listener's; the last word is that it is done."""
    handled = []
    monkeypatch.setattr(signal, "signal", lambda *both: handled.append(both))
    receiver, sender = multiprocessing.Pipe(duplex=False)
    _work_off(lambda share, send: send(sum(share)), [5, 7], sender, [])
    assert handled == [(signal.SIGINT, signal.SIG_IGN)]
    assert receiver.recv() == 12
    assert isinstance(receiver.recv(), _Done)


def test_a_worker_brings_its_error_instead_of_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known to go wrong is the last thing that is sent."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    def work(_share: Sequence[int], _send: Send) -> None:
        raise SourceError("no")

    receiver, sender = multiprocessing.Pipe(duplex=False)
    _work_off(work, [], sender, [])
    sender.close()
    assert receiver.recv().message == "no"
    with pytest.raises(EOFError):
        receiver.recv()


def test_a_worker_does_not_outlive_its_listener(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has inherited the listener's end, and closes it: the first thing it sends to nobody ends it."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    listener, sender = multiprocessing.Pipe(duplex=False)
    inherited = multiprocessing.connection.Connection(os.dup(listener.fileno()), writable=False)
    listener.close()
    with pytest.raises(SystemExit):
        _work_off(lambda share, send: send(share), [1], sender, [inherited])


def test_what_has_threads_is_not_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The double would have none of them."""
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not can_fork()
