"""A Python callable as what is evaluated: `package.module:function`, called once a turn with a `TargetTurn`.

What the callable raises or returns is the agent's doing and part of the trace; only what cannot be imported stops a
run. An async callable runs in the event loop, any other in a thread, since it may block.
"""

import asyncio
import importlib
import inspect
import sys
import types
from collections.abc import Callable, Coroutine, Generator
from pathlib import Path
from typing import Any

from sekisho.adapters.daemon_threads import DaemonThreads
from sekisho.adapters.target_answer import described
from sekisho.adapters.target_dialogue import Ask
from sekisho.errors import RateLimitedError, TargetError, WorkflowError
from sekisho.model.target import TargetTurn

CRASHED, TOO_LATE = "exec.crash", "exec.timeout"
MAX_LOST = 100
"""Calls that may never come back before no further one is made."""


def import_callable(spec: str, folder: Path) -> Callable[[TargetTurn], Any]:
    """Return the callable `package.module:name`; modules in `folder` can be imported.

    Raises TargetError when there is none. Importing runs the module's code.
    """
    module_name, _, name = spec.partition(":")
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    try:
        found: Any = importlib.import_module(module_name)
        for part in name.split("."):
            found = getattr(found, part)
    except (Exception, SystemExit) as error:
        raise TargetError(f"cannot import the target {spec!r}: {described(error)}") from error
    if not callable(found):
        raise TargetError(f"the target {spec!r} cannot be called: it is {type(found).__name__}")
    return found  # type: ignore[no-any-return]  # whatever it takes and returns is found out by calling it


def source_of(function: Callable[..., Any]) -> bytes:
    """Return the source file the callable is defined in, b"" where there is none; what it imports is not in it."""
    try:
        file = inspect.getsourcefile(inspect.unwrap(function))
    except TypeError:
        file = inspect.getsourcefile(type(function)) if type(function).__module__ != "builtins" else None
    return Path(file).read_bytes() if file else b""


def asking(function: Callable[[TargetTurn], Any], timeout_s: float) -> Ask:
    """Return what asks `function` and waits at most `timeout_s` seconds for its answer.

    An async callable that blocks the event loop cannot be interrupted.
    """
    call = _in_loop(function) if _is_async(function) else _in_thread(function)

    async def ask(turn: TargetTurn) -> Any:
        limit = asyncio.timeout(timeout_s)
        try:
            return await _answer(call(turn), limit)
        except (RateLimitedError, WorkflowError):
            raise
        except asyncio.CancelledError as error:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            raise WorkflowError(described(error), code=CRASHED) from error
        except (Exception, SystemExit) as error:
            if limit.expired():
                raise WorkflowError(f"no answer in {timeout_s:g} s", code=TOO_LATE) from error
            raise WorkflowError(described(error), code=CRASHED) from error

    return ask


Call = Callable[[TargetTurn], Coroutine[Any, Any, Any]]


def _is_async(function: Callable[..., Any]) -> bool:
    called = getattr(function, "__call__", None)  # noqa: B004 - an object whose call is async
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(called)


def _in_loop(function: Callable[[TargetTurn], Any]) -> Call:
    async def call(turn: TargetTurn) -> Any:
        return await function(turn)

    return call


def _in_thread(function: Callable[[TargetTurn], Any]) -> Call:
    threads = DaemonThreads()

    async def call(turn: TargetTurn) -> Any:
        if threads.lost >= MAX_LOST:
            raise WorkflowError(f"not asked: {MAX_LOST} earlier calls never came back", code=TOO_LATE)
        answer = await threads.run(lambda: function(turn))
        return await answer if inspect.isawaitable(answer) else answer

    return call


async def _answer(going: Coroutine[Any, Any, Any], limit: asyncio.Timeout) -> Any:
    """Await an answer; most come in the first step of the coroutine, and those need no clock."""
    try:
        waits_for = going.send(None)
    except StopIteration as done:
        return done.value
    async with limit:
        return await _going_on(going, waits_for)


@types.coroutine
def _going_on(coroutine: Coroutine[Any, Any, Any], waits_for: Any) -> Generator[Any, Any, Any]:
    """Await the rest of a coroutine whose first step was made."""
    try:
        while True:
            try:
                sent = yield waits_for
            except BaseException as error:
                waits_for = coroutine.throw(error)
            else:
                waits_for = coroutine.send(sent)
    except StopIteration as done:
        return done.value
