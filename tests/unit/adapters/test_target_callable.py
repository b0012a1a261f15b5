import asyncio
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from sekisho.adapters import target_callable
from sekisho.adapters.target_callable import asking, import_callable, source_of
from sekisho.errors import RateLimitedError, TargetError, WorkflowError
from sekisho.model.target import TargetTurn

MakeTurn = Callable[..., TargetTurn]


def _ask(function: Any, turn: TargetTurn, timeout_s: float = 5.0) -> Any:
    async def once() -> Any:
        return await asking(function, timeout_s)(turn)

    return asyncio.run(once())


async def _slowly(turn: TargetTurn) -> str:
    await asyncio.sleep(0.001)
    await asyncio.sleep(0)
    return turn.user


class Agent:
    """Can be called, at once or not."""

    def __call__(self, turn: TargetTurn) -> str:
        """Answer at once."""
        return turn.user


class AsyncAgent:
    """Its call is async."""

    async def __call__(self, turn: TargetTurn) -> str:
        """Answer in the loop."""
        return turn.user


async def _at_once(turn: TargetTurn) -> str:
    return turn.user


def _awaitable(turn: TargetTurn) -> Awaitable[str]:
    return _slowly(turn)


@pytest.mark.parametrize("function", [lambda turn: turn.user, _at_once, _slowly, _awaitable, Agent(), AsyncAgent()])
def test_any_kind_of_callable_answers(make_turn: MakeTurn, function: Any) -> None:
    """Plain and async functions, objects, and functions that return something to await."""
    assert _ask(function, make_turn(user="hi")) == "hi"


def test_a_plain_function_may_block(make_turn: MakeTurn) -> None:
    """Several are called at the same time, in threads that are used again."""
    meeting = threading.Barrier(3)
    names: set[str | int] = set()

    def meet(_: TargetTurn) -> str:
        names.add(threading.get_ident())
        meeting.wait(timeout=10)
        return "met"

    async def run() -> list[Any]:
        ask = asking(meet, 20.0)
        found = await asyncio.gather(*(ask(make_turn()) for _ in range(3)))
        return found + await asyncio.gather(*(ask(make_turn()) for _ in range(3)))

    assert asyncio.run(run()) == ["met"] * 6
    assert len(names) == 3


def _raising(error: BaseException) -> list[Any]:
    def at_once(_: TargetTurn) -> str:
        raise error

    async def in_loop(_: TargetTurn) -> str:
        raise error

    async def later(_: TargetTurn) -> str:
        await asyncio.sleep(0)
        raise error

    return [at_once, in_loop, later]


@pytest.mark.parametrize("kind", [0, 1, 2])
@pytest.mark.parametrize(
    ("error", "message"),
    [
        (KeyError("a"), "KeyError: 'a'"),
        (SystemExit(3), "SystemExit: 3"),
        (TimeoutError("mine"), "TimeoutError: mine"),
        (asyncio.CancelledError(), "CancelledError"),
        (RecursionError(), "RecursionError"),
        (StopIteration(1), "StopIteration"),
    ],
)
def test_whatever_is_raised_is_the_agents_error(
    make_turn: MakeTurn, error: BaseException, message: str, kind: int
) -> None:
    """Also what would end a process or cancel a task."""
    with pytest.raises(WorkflowError, match=message) as caught:
        _ask(_raising(error)[kind], make_turn())
    assert (caught.value.code, caught.value.at_fault) == ("exec.crash", "agent")


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_a_rate_limit_is_passed_on(make_turn: MakeTurn, kind: int) -> None:
    """A target that raises the typed error is slowed down, not blamed."""
    with pytest.raises(RateLimitedError):
        _ask(_raising(RateLimitedError("429", retry_after=1.0))[kind], make_turn())


def test_a_call_that_takes_too_long_is_given_up(make_turn: MakeTurn) -> None:
    """Async or not; a thread that never comes back does not keep the process."""
    never = threading.Event()

    async def sleeps(_: TargetTurn) -> None:
        await asyncio.sleep(60)

    began = time.monotonic()
    for function in (sleeps, lambda _: never.wait(60)):
        with pytest.raises(WorkflowError, match=r"no answer in 0\.05 s") as caught:
            _ask(function, make_turn(), 0.05)
        assert caught.value.code == "exec.timeout"
    assert time.monotonic() - began < 30
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "target")
    never.set()


def test_after_many_lost_calls_no_more_are_made(make_turn: MakeTurn, monkeypatch: pytest.MonkeyPatch) -> None:
    """A target that hangs for ever costs a bounded number of threads; one that comes back is asked again."""
    monkeypatch.setattr(target_callable, "MAX_LOST", 2)
    never = threading.Event()
    made: list[str] = []

    def hangs(turn: TargetTurn) -> str:
        made.append(turn.user)
        never.wait(60)
        return "back"

    async def run() -> list[Any]:
        ask = asking(hangs, 0.05)
        found = [await _error(ask, make_turn(user=str(n))) for n in range(4)]
        never.set()
        for _ in range(500):
            await asyncio.sleep(0.01)
            if (last := await _error(ask, make_turn(user="4"))) == "back":
                break
        return [*found, last]

    found = asyncio.run(run())
    assert [str(one) for one in found] == [
        *["no answer in 0.05 s"] * 2,
        *["not asked: 2 earlier calls never came back"] * 2,
        "back",
    ]
    assert made[:2] == ["0", "1"]
    assert "2" not in made


async def _error(ask: Any, turn: TargetTurn) -> Any:
    try:
        return await ask(turn)
    except WorkflowError as error:
        return error


def test_cancelling_the_run_cancels_the_call(make_turn: MakeTurn) -> None:
    """A cancellation from outside is none of the agent's errors."""

    async def run() -> None:
        task = asyncio.create_task(asking(_raising_later, 5.0)(make_turn()))
        await asyncio.sleep(0)
        task.cancel()
        await task

    async def _raising_later(_: TargetTurn) -> None:
        await asyncio.sleep(60)

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Writes `agent_under_test.py` and forgets it afterwards."""
    monkeypatch.setattr(sys, "path", list(sys.path))

    def write(text: str) -> Path:
        sys.modules.pop("agent_under_test", None)
        (tmp_path / "agent_under_test.py").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_callable_is_imported_by_name(module: Callable[[str], Path]) -> None:
    """From the folder, also a member; its source is part of what is known of it."""
    folder = module("class Desk:\n    @staticmethod\n    def answer(turn):\n        return 'hi'\n")
    found = import_callable("agent_under_test:Desk.answer", folder)
    assert found(None) == "hi"
    assert b"return 'hi'" in source_of(found)
    assert (source_of(len), source_of(Agent())) == (b"", Path(__file__).read_bytes())


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("agent_under_test:missing", "AttributeError"),
        ("no_such_module:f", "ModuleNotFoundError"),
        (":f", "ValueError"),
        ("agent_under_test:", "AttributeError"),
        ("agent_under_test:WORDS", "cannot be called: it is str"),
    ],
)
def test_what_cannot_be_imported_stops_the_command(module: Callable[[str], Path], spec: str, message: str) -> None:
    """Named, with what Python says."""
    folder = module("WORDS = 'x'\n")
    with pytest.raises(TargetError, match=message):
        import_callable(spec, folder)


def test_a_module_that_ends_the_process_does_not(module: Callable[[str], Path]) -> None:
    """Importing runs code; what it raises is a message."""
    with pytest.raises(TargetError, match="SystemExit: bye"):
        import_callable("agent_under_test:f", module("raise SystemExit('bye')\n"))
