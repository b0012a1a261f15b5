"""A service as what is evaluated: each turn is a POST of a `TargetTurn`, its answer a `TargetAnswer` or a JSON string.

Refused for want of room (429, or 503 with Retry-After): the dialogue waits and is held again. A service that cannot be
reached is the harness's trouble. Whatever else it does instead of answering (another status, a broken connection, an
answer that never comes) is its own. A turn whose connection broke is sent once more, since a kept connection may be
closed just when it is used. Redirects are not followed.
"""

import asyncio
import ipaddress
import os
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from sekisho.adapters.target_answer import MAX_ANSWER_BYTES, answer_in, described
from sekisho.errors import MissingExtraError, RateLimitedError, TargetError, WorkflowError
from sekisho.model.target import TargetTurn

if TYPE_CHECKING:
    import httpx

TOKEN = "SEKISHO_TARGET_TOKEN"  # noqa: S105 - the name of the variable, not a token
OK, BUSY, UNAVAILABLE = 200, 429, 503
CONNECT_S = 10.0
PLAIN_JSON = {"content-type": "application/json", "accept-encoding": "identity"}
TOO_LATE, UNREACHABLE, BROKEN = "exec.timeout", "exec.unreachable", "exec.connection"


def checked_url(url: str) -> str:
    """Return the address of a service. Raises TargetError for what is none, or holds a password."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise TargetError(f"{url!r} is no address of a service", hint="such as http://127.0.0.1:8080/turn")
    if parts.username or parts.password:
        raise TargetError("the address holds a password, which would be kept in the run file", hint=f"use {TOKEN}")
    return url


class HttpTarget:
    """Asks the service at `url`; use it in an `async with`. `now` tells the date where Retry-After is one."""

    def __init__(self, url: str, timeout_s: float, connections: int, now: Callable[[], datetime]) -> None:
        self._httpx = _httpx()
        self._url = checked_url(url)
        self._now = now
        self._body = TypeAdapter(TargetTurn).dump_json
        self._timeout_s = timeout_s
        token = os.environ.get(TOKEN)
        self._client: httpx.AsyncClient = self._httpx.AsyncClient(
            timeout=self._httpx.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s), pool=None),
            limits=self._httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            headers=PLAIN_JSON | ({"authorization": f"Bearer {token}"} if token else {}),
            trust_env=not is_loopback(urlsplit(url).hostname or ""),
        )

    async def ask(self, turn: TargetTurn) -> Any:
        """Return the answer to one turn. Raises RateLimitedError or WorkflowError where there is none."""
        body = self._body(turn)
        try:
            async with asyncio.timeout(self._timeout_s):
                try:
                    return await self._post(body)
                except (self._httpx.ReadError, self._httpx.WriteError, self._httpx.RemoteProtocolError):
                    return await self._post(body)
        except (self._httpx.ConnectError, self._httpx.ConnectTimeout) as error:
            message = f"{self._url} cannot be reached: {described(error)}"
            raise WorkflowError(message, code=UNREACHABLE, at_fault="harness") from error
        except (TimeoutError, self._httpx.TimeoutException) as error:
            raise WorkflowError(f"no answer in {self._timeout_s:g} s", code=TOO_LATE) from error
        except (self._httpx.HTTPError, self._httpx.InvalidURL) as error:
            raise WorkflowError(described(error), code=BROKEN) from error

    async def _post(self, body: bytes) -> Any:
        async with self._client.stream("POST", self._url, content=body) as response:
            self._check(response)
            return answer_in(await _content(response))

    def _check(self, response: "httpx.Response") -> None:
        status, after = response.status_code, response.headers.get("retry-after")
        if status == BUSY or (status == UNAVAILABLE and after is not None):
            raise RateLimitedError(f"{self._url} answered {status}", retry_after=seconds_in(after, self._now))
        if status != OK:
            raise WorkflowError(f"the service answered with status {status}", code=f"exec.http_{status}")

    async def __aenter__(self) -> "HttpTarget":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()


async def _content(response: "httpx.Response") -> bytes:
    """Read the body, no more of it than an answer may have, and what shows that it has more."""
    parts, size = [], 0
    async for part in response.aiter_raw():
        parts.append(part)
        size += len(part)
        if size > MAX_ANSWER_BYTES:
            break
    return b"".join(parts)


def seconds_in(retry_after: str | None, now: Callable[[], datetime]) -> float | None:
    """Return the seconds a Retry-After header asks for (RFC 9110, section 10.2.3), None where it says nothing."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after[:12])
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now()).total_seconds())


def is_loopback(host: str) -> bool:
    """A proxy has no business between a service and its tests on one machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _httpx() -> ModuleType:
    try:
        import httpx
    except ImportError as error:
        raise MissingExtraError("http", "evaluating a service") from error
    return httpx
