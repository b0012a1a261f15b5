"""Work on a long list with every processor: the list is cut into as many pieces, each done in its own process.

`multiprocessing` is imported when there is work for a second process; most commands never have any.
"""

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from sekisho.errors import SekishoError, SourceError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def uncollected() -> Iterator[None]:
    """Put the garbage collector off: reading makes many objects and no cycles, and collecting looks at all of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def workers_for(items: int, *, worth: int) -> int:
    """Return how many processes pay off when one is worth starting for `worth` items."""
    if items < 2 * worth or threading.active_count() > 1:
        return 1
    import multiprocessing

    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, items // worth) if "fork" in multiprocessing.get_all_start_methods() else 1


def map_pieces(work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], workers: int) -> list[Result]:
    """Return `work(items)`, computed piece by piece in `workers` processes; the first piece in this one.

    Results keep their order; they and errors cross between processes by pickle. Raises what `work` raises.
    """
    if workers == 1 or not items:
        return work(items) if items else []
    import multiprocessing

    size = -(-len(items) // workers)
    pieces = [items[start : start + size] for start in range(0, len(items), size)]
    context = multiprocessing.get_context("fork")
    started = []
    for piece in pieces[1:]:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_run, args=(work, piece, sender), daemon=True)
        process.start()
        sender.close()
        started.append((process, receiver))
    results = work(pieces[0])
    for process, receiver in started:
        results += _received(receiver)
        process.join()
    return results


def _run(work: Callable[[Sequence[Item]], list[Result]], piece: Sequence[Item], sender: "Connection") -> None:
    try:
        sender.send(work(piece))
    except SekishoError as error:
        sender.send(error)


def _received(receiver: "Connection") -> list[Result]:
    try:
        answer: list[Result] | SekishoError = receiver.recv()
    except EOFError as error:
        raise SourceError("a reading process ended without an answer", hint="run the command again") from error
    if isinstance(answer, SekishoError):
        raise answer
    return answer


def spread(work: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[tuple[int, Result]]:
    """Yield the place of each item and `work(item)` as soon as it is done, by `workers` processes, in no order.

    Results and errors cross by pickle. Raises what `work` raises. Whoever stops listening stops the workers: an
    interrupt is the listener's to handle, so the workers do not see it.
    """
    if workers == 1:
        yield from ((place, work(item)) for place, item in enumerate(items))
        return
    import multiprocessing

    context = multiprocessing.get_context("fork")
    processes, waiting = [], {}
    for worker in range(min(workers, len(items))):
        receiver, sender = context.Pipe(duplex=False)
        share = list(enumerate(items))[worker::workers]
        process = context.Process(target=_work_off, args=(work, share, sender), daemon=True)
        process.start()
        sender.close()
        processes.append(process)
        waiting[receiver] = len(share)
    try:
        yield from _as_they_come(waiting)
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _work_off(work: Callable[[Item], Result], share: Sequence[tuple[int, Item]], sender: "Connection") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for place, item in share:
        _run(partial(_placed, work, place), [item], sender)


def _placed(work: Callable[[Item], Result], place: int, items: Sequence[Item]) -> list[tuple[int, Result]]:
    return [(place, work(item)) for item in items]


def _as_they_come(waiting: "dict[Connection, int]") -> Iterator[tuple[int, Any]]:
    """Yield what arrives until every connection has brought as many results as are awaited of it."""
    from multiprocessing.connection import wait

    while waiting:
        ready = wait(list(waiting))
        for receiver in [one for one in waiting if one in ready]:
            yield from _received(receiver)
            waiting[receiver] -= 1
            if not waiting[receiver]:
                del waiting[receiver]
