import asyncio
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import pytest

from sekisho.adapters.target_answer import MAX_ANSWER_BYTES
from sekisho.adapters.target_http import TOKEN, HttpTarget, checked_url, seconds_in
from sekisho.errors import MissingExtraError, RateLimitedError, TargetError, WorkflowError
from sekisho.model.target import Exchange, TargetTurn

MakeTurn = Callable[..., TargetTurn]
NOW = datetime(2026, 11, 16, 1, tzinfo=UTC)


class Reply(NamedTuple):
    """What the service does next: a status, headers and a body; None as body breaks the connection off."""

    status: int = 200
    body: bytes | None = b'"hi"'
    headers: Mapping[str, str] = {}
    pause_s: float = 0.0
    drips: bool = False


class Service:
    """A real server on this machine that replies as told and remembers what it was asked."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.asked: list[tuple[str, Mapping[str, str], Any]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                """Take the turn, reply as told."""
                body = self.rfile.read(int(self.headers["content-length"]))
                service.asked.append((self.path, dict(self.headers), json.loads(body)))
                reply = service.replies.pop(0) if service.replies else Reply()
                time.sleep(reply.pause_s)
                if reply.body is None:
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in {"content-length": str(len(reply.body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(OSError):
                    self._send(reply)

            def _send(self, reply: Reply) -> None:
                step = 1 if reply.drips else len(reply.body or b"") or 1
                for start in range(0, len(reply.body or b""), step):
                    self.wfile.write((reply.body or b"")[start : start + step])
                    self.wfile.flush()
                    time.sleep(0.05 if reply.drips else 0)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/turn"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def service() -> Iterator[Service]:
    """A service of one test."""
    running = Service()
    yield running
    running.close()


def _ask(url: str, turn: TargetTurn, timeout_s: float = 10.0) -> Any:
    async def once() -> Any:
        async with HttpTarget(url, timeout_s, 4, lambda: NOW) as target:
            return await target.ask(turn)

    return asyncio.run(once())


def test_a_turn_is_posted_as_json(service: Service, make_turn: MakeTurn) -> None:
    """With all a turn has, at the path that was given; the answer comes back as it was sent."""
    service.replies = [Reply(body=b'{"reply": "ok", "intent": "book"}')]
    turn = make_turn(user="もしもし", history=(Exchange("a", "b"),))
    assert _ask(service.url, turn) == {"reply": "ok", "intent": "book"}
    path, headers, body = service.asked[0]
    assert (path, headers["content-type"], headers["accept-encoding"]) == ("/turn", "application/json", "identity")
    assert body == {
        "user": "もしもし",
        "history": [{"user": "a", "reply": "b"}],
        "now": "2026-11-16T01:00:00Z",
        "language": "en",
        "session": "s-1",
        "trial": 0,
        "faults": [],
    }


def test_a_token_comes_from_the_environment(
    service: Service, make_turn: MakeTurn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not from the command line; and a proxy of the environment is not asked about this machine."""
    monkeypatch.setenv(TOKEN, "synthetic")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    _ask(service.url, make_turn())
    assert service.asked[0][1]["authorization"] == "Bearer synthetic"


@pytest.mark.parametrize(
    ("reply", "retry_after"),
    [
        (Reply(429), None),
        (Reply(429, headers={"retry-after": "7"}), 7.0),
        (Reply(503, headers={"retry-after": "Mon, 16 Nov 2026 01:00:30 GMT"}), 30.0),
        (Reply(503, headers={"retry-after": "Mon, 16 Nov 2026 00:00:00 GMT"}), 0.0),
        (Reply(429, headers={"retry-after": "soon"}), None),
    ],
)
def test_no_room_is_a_rate_limit(
    service: Service, make_turn: MakeTurn, reply: Reply, retry_after: float | None
) -> None:
    """429, and 503 that says when to come back, in seconds or as a date."""
    service.replies = [reply]
    with pytest.raises(RateLimitedError, match=str(reply.status)) as caught:
        _ask(service.url, make_turn())
    assert caught.value.retry_after == retry_after


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(503), "exec.http_503"),
        (Reply(500), "exec.http_500"),
        (Reply(302, headers={"location": "/elsewhere"}), "exec.http_302"),
        (Reply(204, b""), "exec.http_204"),
        (Reply(body=b"<html>"), "exec.answer"),
        (Reply(body=b'"' + b"x" * MAX_ANSWER_BYTES + b'"'), "exec.answer"),
        (Reply(body=b"\x1f\x8b garbage", headers={"content-encoding": "gzip"}), "exec.answer"),
        (Reply(body=b"short", headers={"content-length": "100"}, status=200), "exec.timeout"),
        (Reply(pause_s=1.0), "exec.timeout"),
    ],
)
def test_whatever_else_happens_is_the_services_error(
    service: Service, make_turn: MakeTurn, reply: Reply, code: str
) -> None:
    """Other statuses, redirects, foreign and oversized bodies, broken connections, silence."""
    service.replies = [reply]
    with pytest.raises(WorkflowError) as caught:
        _ask(service.url, make_turn(), 0.5 if code == "exec.timeout" else 10.0)
    assert (caught.value.code, caught.value.at_fault) == (code, "agent")


def test_a_broken_connection_is_tried_once_more(service: Service, make_turn: MakeTurn) -> None:
    """The same turn again; when that breaks, too, it is the service's error."""
    service.replies = [Reply(body=None)]
    assert _ask(service.url, make_turn()) == "hi"
    assert service.asked[0][2] == service.asked[1][2]
    service.replies = [Reply(body=None), Reply(body=None)]
    with pytest.raises(WorkflowError) as caught:
        _ask(service.url, make_turn())
    assert (caught.value.code, caught.value.at_fault) == ("exec.connection", "agent")


def test_a_service_that_drips_is_too_late(service: Service, make_turn: MakeTurn) -> None:
    """The time is for the whole answer, not for the next byte of it."""
    service.replies = [Reply(body=b"x" * 100, drips=True)]
    began = time.monotonic()
    with pytest.raises(WorkflowError, match=r"no answer in 0\.3 s"):
        _ask(service.url, make_turn(), 0.3)
    assert time.monotonic() - began < 10


def test_a_service_that_is_not_there_is_the_harnesss_trouble(make_turn: MakeTurn) -> None:
    """Nothing is learnt about the agent."""
    with pytest.raises(WorkflowError, match="cannot be reached") as caught:
        _ask("http://127.0.0.1:9/turn", make_turn(), 2.0)
    assert (caught.value.code, caught.value.at_fault) == ("exec.unreachable", "harness")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://host/turn", "no address of a service"),
        ("http:///turn", "no address of a service"),
        ("http://me:secret@host/turn", "holds a password"),
    ],
)
def test_an_address_is_checked(url: str, message: str) -> None:
    """Before anything is sent; a password would be kept in every run file."""
    with pytest.raises(TargetError, match=message) as caught:
        checked_url(url)
    assert "secret" not in caught.value.message


def test_the_extra_is_named_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtraError) as caught:
        HttpTarget("http://127.0.0.1:9/turn", 1.0, 1, lambda: NOW)
    assert caught.value.hint == "scripts/bootstrap run http"


def test_a_huge_wait_is_still_a_number() -> None:
    """A hostile header cannot make an infinite one."""
    assert seconds_in("9" * 400, lambda: NOW) == float("9" * 12)
    assert seconds_in("-5", lambda: NOW) is None
