"""Work on a long list with every processor: the list is cut into as many pieces, each done in its own process.

`multiprocessing` is imported when there is work for a second process; most commands never have any.
"""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from sekisho.errors import SekishoError, SourceError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")
Send = Callable[[Any], None]
"""Hands something to the process that listens; it crosses by pickle."""


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


@contextmanager
def settled() -> Iterator[None]:
    """Keep what there is out of the garbage collector's sight: what comes is looked at, and what a run lives on stays.

    A process that is doubled meanwhile shares all of it with its double: a collection would write to every object.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def workers_for(items: int, *, worth: int) -> int:
    """Return how many processes pay off when one is worth starting for `worth` items."""
    if items < 2 * worth or not can_fork():
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, items // worth)


def can_fork() -> bool:
    """Say whether this process can be doubled: threads would be missing in the double, and what they locked be shut."""
    import multiprocessing

    return threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()


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
        results += _received(receiver, process)
        process.join()
    return results


def _run(work: Callable[[Sequence[Item]], list[Result]], piece: Sequence[Item], sender: "Connection") -> None:
    try:
        sender.send(work(piece))
    except SekishoError as error:
        sender.send(error)


def _received(receiver: "Connection", process: "BaseProcess") -> Any:
    try:
        answer = receiver.recv()
    except (EOFError, OSError) as error:
        raise _died(process) from error
    if isinstance(answer, SekishoError):
        raise answer
    return answer


def _died(process: "BaseProcess") -> SourceError:
    process.join()
    code = process.exitcode or 0
    how = f"was killed by signal {-code}" if code < 0 else f"ended with {code}"
    return SourceError(f"the process {process.pid} {how} before its work was done", hint="run the command again")


def spread(work: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[tuple[int, Result]]:
    """Yield the place of each item and `work(item)` as soon as it is done, by `workers` processes, in no order.

    Results and errors cross by pickle. Raises what `work` raises. Whoever stops listening stops the workers.
    """
    if workers == 1:
        yield from ((place, work(item)) for place, item in enumerate(items))
        return
    with working(partial(_one_by_one, work), shares(list(enumerate(items)), workers)) as results:
        yield from results


def _one_by_one(work: Callable[[Item], Result], share: Sequence[tuple[int, Item]], send: Send) -> None:
    for place, item in share:
        send((place, work(item)))


def shares(items: Sequence[Item], workers: int) -> list[Sequence[Item]]:
    """Deal the items out to at most so many workers: neighbours, which often are alike, go to different ones."""
    return [items[worker::workers] for worker in range(min(workers, len(items)))]


class _Done:
    """Sent last by a worker that has done its share."""


@contextmanager
def working(work: Callable[[Sequence[Item], Send], None], dealt: Sequence[Sequence[Item]]) -> Iterator[Iterator[Any]]:
    """Start a process for `work(share, send)` on each of the dealt shares, and give what they send, as it comes.

    An error of `work` is raised here, and so is SourceError for a process that dies. Leaving the context stops all of
    them: an interrupt is the listener's to handle, the workers do not see it. A worker whose listener has died ends
    when it next sends something.
    """
    import multiprocessing

    context = multiprocessing.get_context("fork")
    workers: dict[Connection, BaseProcess] = {}
    try:
        for share in dealt:
            receiver, sender = context.Pipe(duplex=False)
            inherited = [*workers, receiver]
            process = context.Process(target=_work_off, args=(work, share, sender, inherited), daemon=True)
            process.start()
            sender.close()
            workers[receiver] = process
        yield _as_they_come(workers)
    finally:
        for started in workers.values():
            started.terminate()
        for receiver, started in workers.items():
            started.join()
            receiver.close()


def _work_off(
    work: Callable[[Sequence[Item], Send], None],
    share: Sequence[Item],
    sender: "Connection",
    inherited: Sequence["Connection"],
) -> None:
    """Do one share. The listener's ends are closed here: with one of them open nobody would see the listener die."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for receiver in inherited:
        receiver.close()
    try:
        sender.send(_last_word(work, share, sender.send))
    except BrokenPipeError:
        sys.exit(1)


def _last_word(
    work: Callable[[Sequence[Item], Send], None], share: Sequence[Item], send: Send
) -> "_Done | SekishoError":
    try:
        work(share, send)
    except SekishoError as error:
        return error
    return _Done()


def _as_they_come(workers: "dict[Connection, BaseProcess]") -> Iterator[Any]:
    """Yield what arrives until every worker has said that it is done."""
    from multiprocessing.connection import wait

    waiting = dict(workers)
    while waiting:
        ready = wait(list(waiting))
        for receiver in [one for one in waiting if one in ready]:
            answer = _received(receiver, waiting[receiver])
            if isinstance(answer, _Done):
                del waiting[receiver]
            else:
                yield answer
