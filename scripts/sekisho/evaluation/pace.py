"""How many dialogues are held at a time: fewer after a refusal, slowly more after successes.

Additive increase, multiplicative decrease (Chiu and Jain 1989, "Analysis of the increase and decrease algorithms for
congestion avoidance in computer networks", section 3): a refusal halves the limit, each round of successes adds one.
Refusals of calls that were under way when the limit was halved are news of the same congestion and halve nothing.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar

from sekisho.errors import RateLimitedError, TargetError

TRIES = 8
"""How often one dialogue is begun before a limit that never lifts makes it invalid."""
LONGEST_WAIT_S = 60.0
FIRST_WAIT_S = 1.0

LATER = "run the same command later: cases that are finished are not run again"

Held = TypeVar("Held")


class Timing(NamedTuple):
    """A monotonic clock in seconds, and how to wait on it."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Pace:
    """Lets up to `most` dialogues be held at a time, and fewer while a provider or target refuses calls.

    `limit` is how many may be under way now; it is between 1 and `most`.
    """

    def __init__(self, most: int, timing: Timing) -> None:
        self.limit = float(most)
        self._most = most
        self._timing = timing
        self._running = 0
        self._held = 0
        self._round = 0
        self._refused_in_a_row = 0
        self._not_before: float | None = None
        self._line: deque[asyncio.Event] = deque()

    async def hold(self, dialogue: Callable[[], Awaitable[Held]]) -> Held:
        """Hold a dialogue when there is room, anew after each refusal.

        Raises the last of `TRIES` refusals; TargetError when no other dialogue got through in that time either.
        """
        tries, earlier = 0, self._held
        while True:
            await self._enter()
            begun = self._round
            try:
                held = await dialogue()
            except RateLimitedError as refusal:
                tries += 1
                self._slow_down(refusal, begun)
                if tries == TRIES and self._held == earlier:
                    raise TargetError(f"there is no room for any dialogue: {refusal.message}", hint=LATER) from refusal
                if tries == TRIES:
                    raise
            else:
                self._speed_up()
                return held
            finally:
                self._leave()

    async def _enter(self) -> None:
        """Wait for room, and for the time that was asked for; first come, first served, the refused ones last."""
        if self._line or not self._has_room or self._pause() > 0:
            place = asyncio.Event()
            self._line.append(place)
            try:
                await self._stand(place)
            finally:
                self._line.remove(place)
                self._call_first()
        self._running += 1

    async def _stand(self, place: asyncio.Event) -> None:
        """Return when `place` is the first in the line and may go on; the first watches the clock for all."""
        while True:
            if self._line[0] is not place or not self._has_room:
                place.clear()
                await place.wait()
            elif (pause := self._pause()) > 0:
                await self._timing.sleep(pause)
            else:
                return

    @property
    def _has_room(self) -> bool:
        return self._running < int(self.limit)

    def _pause(self) -> float:
        return 0.0 if self._not_before is None else self._not_before - self._timing.now()

    def _leave(self) -> None:
        self._running -= 1
        self._call_first()

    def _call_first(self) -> None:
        if self._line:
            self._line[0].set()

    def _slow_down(self, refusal: RateLimitedError, begun: int) -> None:
        if begun == self._round:
            self._round += 1
            self._refused_in_a_row += 1
            self.limit = max(1.0, self.limit / 2)
        asked = refusal.retry_after
        wait = FIRST_WAIT_S * 2 ** min(self._refused_in_a_row - 1, 10) if asked is None else max(asked, 0.0)
        until = self._timing.now() + min(wait, LONGEST_WAIT_S)
        self._not_before = until if self._not_before is None else max(self._not_before, until)

    def _speed_up(self) -> None:
        self._held += 1
        self._refused_in_a_row = 0
        if self.limit < self._most:
            self.limit = min(float(self._most), self.limit + 1 / self.limit)
