"""The fake on two ports of 127.0.0.1: the API, and the storage it redirects to, which must never see a token.

A fault is what goes wrong with the next request it meets: an answer instead of the real one, a connection that is
dropped before or after the request was carried out, a body cut short, or something that happens just before.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from fake_github import contract
from fake_github.endpoints import Asked, answer, refused
from fake_github.world import World


class Seen(NamedTuple):
    """One request that arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Fault:
    """What goes wrong, `times` times, with requests of a method whose path ends with `suffix`.

    `status` answers instead, with `headers` and `body`. `drop` is "before" or "after"; `cut` sends only some bytes.
    `first` is called before the request is carried out, without the lock.
    """

    method: str
    suffix: str
    times: int = 1
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"message":"fault"}'
    drop: str = ""
    cut: int | None = None
    content: bytes | None = None
    first: Callable[[Seen], None] | None = None


@dataclass
class FakeGitHub:
    """The servers' state and what they have seen. `violations` must be empty when a test ends."""

    world: World = field(default_factory=World)
    faults: list[Fault] = field(default_factory=list)
    journal: list[Seen] = field(default_factory=list)
    storage_journal: list[Seen] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    lock: Any = field(default_factory=threading.RLock)
    url: str = ""
    storage: str = ""

    def fault_for(self, seen: Seen) -> Fault | None:
        """Take the first fault that meets a request."""
        with self.lock:
            for fault in self.faults:
                if fault.method == seen.method and seen.path.endswith(fault.suffix) and fault.times:
                    fault.times -= 1
                    return fault
        return None

    def asked_for(self, method: str, suffix: str) -> list[Seen]:
        """Return the requests of a method whose path ends so."""
        return [seen for seen in self.journal if seen.method == method and seen.path.endswith(suffix)]


@contextmanager
def serving(fake: FakeGitHub) -> Iterator[FakeGitHub]:
    """Serve until the block ends."""
    servers = [
        ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": fake, "kind": kind}))
        for kind in ("api", "storage")
    ]
    fake.url, fake.storage = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    threads = [threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield fake
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    fake: FakeGitHub
    kind: str
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _serve(self) -> None:
        fake = self.fake
        self.close_connection = True
        seen = _seen(self)
        (fake.journal if self.kind == "api" else fake.storage_journal).append(seen)
        fault = fake.fault_for(seen) or Fault("", "")
        if fault.first:
            fault.first(seen)
        if fault.status is not None:
            self._send(fault.status, fault.body, fault.headers)
        elif fault.drop != "before":
            status, body, more = _api(fake, seen) if self.kind == "api" else _stored(fake, seen)
            if fault.drop != "after":
                self._send(status, body if fault.content is None else fault.content, more, cut=fault.cut)

    do_GET = do_POST = do_PATCH = do_DELETE = _serve  # noqa: N815 - the base class's names

    def _send(self, status: int, body: bytes, headers: dict[str, str], cut: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("content-length", str(len(body)))
        self.send_header("connection", "close")
        self.end_headers()
        try:
            self.wfile.write(body[:cut])
        except (BrokenPipeError, ConnectionResetError):
            return  # the client has seen enough


def _seen(handler: BaseHTTPRequestHandler) -> Seen:
    """Read a request to its end."""
    length = int(handler.headers.get("content-length", 0))
    raw = handler.rfile.read(length) if length else b""
    parts = urlsplit(handler.path)
    headers = {name.lower(): value for name, value in handler.headers.items()}
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Seen(handler.command, parts.path, query, headers, json.loads(raw) if raw else None)


def _api(fake: FakeGitHub, seen: Seen) -> tuple[int, bytes, dict[str, str]]:
    """Carry a request out, if it conforms, and hold the answer against the description too."""
    login = fake.world.writers.get(seen.headers.get("authorization", "").removeprefix("Bearer "))
    if login is None:
        return 401, b'{"message":"Bad credentials"}', {}
    one = contract.operation(seen.method, seen.path)
    if one is None:
        fake.violations.append(f"{seen.method} {seen.path} is no operation that is described")
        return 404, b'{"message":"Not Found"}', {}
    _check_headers(fake, seen)
    problems = contract.request_problems(one, seen.query, seen.body)
    fake.violations += problems
    with fake.lock:
        status, body = (
            refused(422, problems[0]) if problems else answer(fake.world, Asked(one, seen.query, seen.body, login))
        )
    if status == 302:
        return 302, b"", {"location": f"{fake.storage}/archive/{body['storage']}?sig=secret"}
    headers: dict[str, str] = {}
    body, headers = _paged(fake, seen, body)
    fake.violations += contract.answer_problems(one, status, body)
    return status, b"" if body is None else json.dumps(body).encode(), {**headers, "content-type": "application/json"}


def _check_headers(fake: FakeGitHub, seen: Seen) -> None:
    for name, wanted in (("accept", "application/vnd.github+json"), ("x-github-api-version", "2022-11-28")):
        if seen.headers.get(name) != wanted:
            fake.violations.append(f"{seen.method} {seen.path}: {name} is {seen.headers.get(name)!r}")
    if not seen.headers.get("user-agent"):
        fake.violations.append("GitHub refuses requests without a user agent")


def _paged(fake: FakeGitHub, seen: Seen, body: Any) -> tuple[Any, dict[str, str]]:
    """Cut a list to one page, of which there are more with the Link header."""
    key = next((name for name in ("check_runs", "artifacts") if isinstance(body, dict) and name in body), None)
    items = body[key] if key else body
    if not isinstance(items, list):
        return body, {}
    size, page = int(seen.query.get("per_page", 30)), int(seen.query.get("page", 1))
    shown = items[(page - 1) * size : page * size]
    headers = {}
    if page * size < len(items):
        query = "&".join(f"{name}={value}" for name, value in {**seen.query, "page": str(page + 1)}.items())
        headers["link"] = f'<{fake.url}{seen.path}?{query}>; rel="next", <{fake.url}{seen.path}?page=9>; rel="last"'
    return ({**body, key: shown} if key else shown), headers


def _stored(fake: FakeGitHub, seen: Seen) -> tuple[int, bytes, dict[str, str]]:
    archive = fake.world.archives.get(int(seen.path.rpartition("/")[2]))
    return (404, b"", {}) if archive is None else (200, archive, {"content-type": "application/zip"})
