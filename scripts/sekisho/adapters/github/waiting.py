"""When to ask GitHub again, and how long to wait before: what it says itself, else longer each time, within a bound.

Rate limits: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api. A refused request was not
carried out, so it may always be repeated.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sekisho.adapters.target_http import seconds_in

FORBIDDEN, TOO_MANY, SERVER_ERROR = 403, 429, 500
FIRST_S, LONGEST_S = 1.0, 30.0
SECONDARY_S = 60.0
_SECONDARY = re.compile(rb"(secondary|abuse)[^\"]{0,40}(rate limit|detection)", re.IGNORECASE)


class Reply(NamedTuple):
    """An answer, read to its end; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Waiting:
    """The clock, how to sleep (seconds), dice in [0, 1); how often to ask, how long to wait in all for one answer.

    `say` is told before each wait, in one line.
    """

    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    dice: Callable[[], float]
    attempts: int = 6
    budget_s: float = 900.0
    say: Callable[[str], object] = str


def is_limited(reply: Reply) -> bool:
    """Whether GitHub refuses for now: the primary limit, the secondary one, or 429."""
    if reply.status == TOO_MANY:
        return True
    return reply.status == FORBIDDEN and (
        reply.headers.get("x-ratelimit-remaining") == "0"
        or "retry-after" in reply.headers
        or _SECONDARY.search(reply.body[:2000]) is not None
    )


def pause(reply: Reply | None, attempt: int, waiting: Waiting) -> float:
    """Return the seconds to wait after the `attempt`-th failure (from 0); `reply` is None where there was no answer."""
    if reply is not None:
        asked = seconds_in(reply.headers.get("retry-after"), waiting.now)
        if asked is not None:
            return asked
        if is_limited(reply):
            return _until_reset(reply, waiting) or SECONDARY_S * 2.0**attempt
    longest = min(LONGEST_S, FIRST_S * 2.0**attempt)
    return longest * (0.5 + waiting.dice() / 2)


def _until_reset(reply: Reply, waiting: Waiting) -> float | None:
    """The primary limit opens again at a second of the epoch; one more, as clocks differ."""
    reset = reply.headers.get("x-ratelimit-reset", "")
    if reply.headers.get("x-ratelimit-remaining") != "0" or not re.fullmatch(r"[0-9]{1,12}", reset):
        return None
    return max(1.0, int(reset) - waiting.now().timestamp() + 1.0)
