"""Bytes over HTTP: one request, one whole answer of bounded size and time, or the way in which there was none."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING

from sekisho.adapters.github.waiting import Reply
from sekisho.errors import GitHubError, MissingExtraError

if TYPE_CHECKING:
    import httpx

CONNECT_S, READ_S, WHOLE_S = 10.0, 30.0, 120.0
MAX_BYTES = 20 << 20
_LINK = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="?([^",;]*)"?')


class Unreached(Exception):  # noqa: N818 - it is a way of not arriving, and never leaves the adapter
    """Nobody was reached: nothing was carried out."""


class Lost(Exception):  # noqa: N818 - as above
    """Something was sent and no whole answer came."""


class Transport:
    """Sends requests without following redirects, and without cookies or netrc files: nothing but what is given."""

    def __init__(self, now: Callable[[], datetime], *, proxies: bool) -> None:
        self._httpx = _httpx()
        self._now = now
        self._client: httpx.Client = self._httpx.Client(
            timeout=self._httpx.Timeout(READ_S, connect=CONNECT_S),
            follow_redirects=False,
            auth=_no_auth,
            trust_env=proxies,
        )

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        *,
        params: Mapping[str, str | int] | None = None,
        content: bytes | None = None,
        limit: int = MAX_BYTES,
    ) -> Reply:
        """Return the answer. Raises Unreached, Lost, or GitHubError when it has more than `limit` bytes."""
        kind = {"content-type": "application/json"} if content is not None else {}
        try:
            with self._client.stream(
                method, url, params=dict(params) if params else None, content=content, headers={**headers, **kind}
            ) as response:
                return Reply(response.status_code, _lower(response.headers), self._body(response, limit))
        except (self._httpx.ConnectError, self._httpx.ConnectTimeout, self._httpx.PoolTimeout) as error:
            raise Unreached(type(error).__name__) from error
        except (self._httpx.HTTPError, self._httpx.InvalidURL) as error:
            raise Lost(type(error).__name__) from error

    def _body(self, response: "httpx.Response", limit: int) -> bytes:
        """Read the body as it was sent; a peer that dribbles is as gone as one that is silent."""
        parts, size, began = [], 0, self._now()
        for chunk in response.iter_raw():
            parts.append(chunk)
            size += len(chunk)
            if size > limit:
                raise GitHubError(f"GitHub: an answer of more than {limit} bytes is not read")
            if (self._now() - began).total_seconds() > WHOLE_S:
                raise Lost("too slow")
        return b"".join(parts)

    @staticmethod
    def next_link(reply: Reply) -> str | None:
        """Return the address of the page after this one (RFC 8288), None on the last."""
        for target, relation in _LINK.findall(reply.headers.get("link", "")):
            if "next" in relation.split():
                return str(target)
        return None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _no_auth(request: "httpx.Request") -> "httpx.Request":
    """Keep the client from looking for a password of its own (netrc)."""
    return request


def _lower(headers: "httpx.Headers") -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _httpx() -> ModuleType:
    try:
        import httpx
    except ImportError as error:
        raise MissingExtraError("http", "talking to GitHub") from error
    return httpx
