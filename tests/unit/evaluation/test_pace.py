import asyncio
from typing import Any

import pytest

from sekisho.errors import RateLimitedError, TargetError
from sekisho.evaluation.pace import FIRST_WAIT_S, LONGEST_WAIT_S, TRIES, Pace, Timing


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        """Return the time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.slept.append(round(seconds, 3))
        until = self.time + seconds
        await asyncio.sleep(0)
        self.time = max(self.time, until)

    @property
    def timing(self) -> Timing:
        """The clock as the runner takes it."""
        return Timing(self.now, self.sleep)


class Service:
    """Holds a dialogue in one step of the loop; refuses whoever comes while `room` are inside, or all but `first`."""

    def __init__(self, room: int, refuse: int = 0, retry_after: float | None = 2.0) -> None:
        self.room, self.refuse, self.retry_after = room, refuse, retry_after
        self.inside = self.most = self.refused = self.held = 0

    async def hold(self) -> str:
        """Hold one dialogue."""
        if self.refuse or self.inside >= self.room:
            self.refuse = max(0, self.refuse - 1)
            self.refused += 1
            await asyncio.sleep(0)
            raise RateLimitedError("429", retry_after=self.retry_after)
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0)
        self.inside -= 1
        self.held += 1
        return "held"


def _all(pace: Pace, service: Service, count: int, width: int = 32) -> list[Any]:
    """Hold `count` dialogues with `width` workers and return what came of each."""

    async def work(queue: list[int], found: list[Any]) -> None:
        while queue:
            queue.pop()
            try:
                found.append(await pace.hold(service.hold))
            except RateLimitedError as refusal:
                found.append(refusal)

    async def run() -> list[Any]:
        found: list[Any] = []
        queue = list(range(count))
        await asyncio.gather(*(work(queue, found) for _ in range(width)))
        return found

    return asyncio.run(run())


def test_without_refusals_all_the_room_is_used() -> None:
    """Nobody waits and no clock is read."""

    def never(*_: object) -> Any:
        raise AssertionError

    service = Service(room=100)
    assert _all(Pace(32, Timing(never, never)), service, 100) == ["held"] * 100
    assert service.most == 32


def test_every_dialogue_gets_through_a_service_with_little_room() -> None:
    """Refused ones are held again, after the time the service asked for, and fewer at a time."""
    clock, service = Clock(), Service(room=4)
    pace = Pace(32, clock.timing)
    assert _all(pace, service, 200) == ["held"] * 200
    assert service.most == 4
    assert 0 < service.refused < 200
    assert set(clock.slept) == {2.0}
    assert pace.limit < 32


def test_one_congestion_halves_the_limit_once() -> None:
    """Refusals of dialogues that were under way together are one sign, not many."""
    clock, service = Clock(), Service(room=100, refuse=8)
    pace = Pace(8, clock.timing)
    limits: list[float] = []

    async def watched() -> str:
        try:
            return await service.hold()
        except RateLimitedError:
            limits.append(pace.limit)
            raise

    async def run() -> None:
        await asyncio.gather(*(pace.hold(watched) for _ in range(8)))

    asyncio.run(run())
    assert limits == [8.0, *[4.0] * 7]


def test_it_recovers_by_one_a_round() -> None:
    """When refusals stop, the limit climbs back to what was asked for and no further."""
    clock, service = Clock(), Service(room=100, refuse=3)
    pace = Pace(8, clock.timing)
    _all(pace, service, 20)
    assert 4 < pace.limit < 8
    _all(pace, service, 100)
    assert pace.limit == 8


@pytest.mark.parametrize(
    ("retry_after", "waits"),
    [
        (None, [FIRST_WAIT_S, 2.0, 4.0]),
        (5.0, [5.0, 5.0, 5.0]),
        (1e9, [LONGEST_WAIT_S] * 3),
        (-1.0, []),
    ],
)
def test_the_wait_is_the_one_asked_for_or_doubles(retry_after: float | None, waits: list[float]) -> None:
    """Within bounds; a time in the past is no wait."""
    clock = Clock()
    assert _all(Pace(1, clock.timing), Service(1, refuse=3, retry_after=retry_after), 1, width=1) == ["held"]
    assert clock.slept == waits


def test_a_service_without_any_room_ends_the_run() -> None:
    """When nobody got through in so many tries the error is one that stops the command."""
    clock = Clock()
    with pytest.raises(TargetError, match="no room for any dialogue: 429"):
        _all(Pace(1, clock.timing), Service(1, refuse=1000), 1, width=1)
    assert len(clock.slept) == TRIES - 1


def test_a_dialogue_that_alone_is_refused_is_given_up() -> None:
    """Others got through in the meantime, so the run goes on without it."""
    clock = Clock()
    pace = Pace(2, clock.timing)

    async def unlucky() -> str:
        raise RateLimitedError("429", retry_after=1.0)

    async def run() -> list[Any]:
        jobs = [pace.hold(unlucky), *(pace.hold(Service(9).hold) for _ in range(30))]
        return await asyncio.gather(*jobs, return_exceptions=True)

    first, *rest = asyncio.run(run())
    assert isinstance(first, RateLimitedError)
    assert rest == ["held"] * 30


def test_cancelled_waiters_leave_their_place_to_others() -> None:
    """A dialogue that is called off while it waits for room blocks nobody."""
    pace = Pace(1, Clock().timing)

    async def run() -> str:
        inside = asyncio.Event()
        leave = asyncio.Event()

        async def stay() -> str:
            inside.set()
            await leave.wait()
            return "stayed"

        first = asyncio.create_task(pace.hold(stay))
        await inside.wait()
        waiting = [asyncio.create_task(pace.hold(stay)) for _ in range(2)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        leave.set()
        await first
        return await waiting[1]

    assert asyncio.run(run()) == "stayed"


def test_whoever_waits_longer_goes_first() -> None:
    """A dialogue that comes when the pause is just over does not pass the ones in line."""
    order: list[str] = []

    async def run() -> None:
        clock, over = Clock(), asyncio.Event()

        async def sleep(_: float) -> None:
            await over.wait()

        pace = Pace(1, Timing(clock.now, sleep))
        service = Service(9, refuse=1)

        async def named(name: str) -> str:
            held = await service.hold()
            order.append(name)
            return held

        first = asyncio.create_task(pace.hold(lambda: named("first")))
        for _ in range(5):
            await asyncio.sleep(0)
        assert service.refused
        clock.time = 100.0
        second = asyncio.create_task(pace.hold(lambda: named("second")))
        await asyncio.sleep(0)
        over.set()
        await asyncio.gather(first, second)

    asyncio.run(run())
    assert order == ["first", "second"]
