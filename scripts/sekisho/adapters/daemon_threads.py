"""Calls that may block for ever, in threads that do not keep the process alive."""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, NamedTuple


class _Work(NamedTuple):
    call: Callable[[], Any]
    answer: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop


class DaemonThreads:
    """Runs calls in threads that are made as needed and used again.

    A call whose caller gave up goes on in its thread, which takes no other work until it is back: `lost` counts those.
    """

    def __init__(self) -> None:
        self._queue: SimpleQueue[_Work] = SimpleQueue()
        self._idle = 0
        self.lost = 0

    async def run(self, call: Callable[[], Any]) -> Any:
        """Return what `call` returns or raise what it raises; cancelling the caller does not stop the call."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        if self._idle:
            self._idle -= 1
        else:
            threading.Thread(target=self._work, daemon=True, name="target").start()
        self._queue.put(_Work(call, answer, loop))
        try:
            return await answer
        except asyncio.CancelledError:
            self.lost += answer.cancelled()
            raise

    def _work(self) -> None:
        while True:
            work = self._queue.get()
            result, error = None, None
            try:
                result = work.call()
            except BaseException as raised:
                error = raised
            if not work.loop.is_closed():
                work.loop.call_soon_threadsafe(self._back, work.answer, result, error)

    def _back(self, answer: "asyncio.Future[Any]", result: Any, error: BaseException | None) -> None:
        """In the loop's thread: this call's thread is idle again, and whoever still waits gets the outcome."""
        self._idle += 1
        if answer.cancelled():
            self.lost -= 1
        elif error is not None:
            foreign = isinstance(error, StopIteration) or not isinstance(error, Exception)
            answer.set_exception(Stopped(error) if foreign else error)
        else:
            answer.set_result(result)


class Stopped(Exception):  # noqa: N818 - what was raised is no error either
    """The call ended by raising what a future does not take: SystemExit, StopIteration and their like."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(f"{type(cause).__name__}: {cause}")
