"""The parent's end of one engine process: start it, talk to it, notice that it died."""

import asyncio
import json
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sekisho.errors import ProviderError
from sekisho.model.base import JsonObject

READY = b"ready\n"
START_TIMEOUT_S = 120.0
_STATUS = re.compile(rb"HTTP/1\.\d (\d{3}) ")
_SERVE = "import sys; from pathlib import Path; from sekisho.dialogue.providers.local_worker import serve; " + (
    "serve(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])"
)


class Engine:
    """One worker process over `weights`; its socket, log and saved prefixes lie in `folder`."""

    def __init__(self, weights: Path, folder: Path, name: str) -> None:
        self._weights = weights
        self._folder = folder
        self._name = name
        self._socket = folder / f"{name}.sock"
        self._running: tuple[subprocess.Popen[bytes], socket.socket] | None = None

    async def start(self) -> None:
        """Make sure the process runs and is ready. Raises ProviderError when it ends or does not get ready."""
        if self._running is not None and self._running[0].poll() is None:
            return
        self.stop()
        self._running = self._spawn()
        said = b""
        try:
            async with within(START_TIMEOUT_S, "the local engine did not get ready"):
                said = await asyncio.get_running_loop().sock_recv(self._running[1], len(READY))
        finally:
            if said != READY:
                self.stop()
        if said != READY:
            raise ProviderError(f"the local engine did not start with {self._weights}: {self._last_words()}")

    def _spawn(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        """Start the process; its standard input is the other end of the lifeline, so it sees this process end."""
        self._socket.unlink(missing_ok=True)
        command = [sys.executable, "-P", "-c", _SERVE, str(self._weights), str(self._folder), self._name]
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs, self._log.open("wb") as log:
            process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=log, stderr=log, start_new_session=True)
        return process, ours

    @property
    def _log(self) -> Path:
        return self._folder / f"{self._name}.log"

    def _last_words(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "it said nothing")[:500]

    async def post(self, path: str, body: JsonObject) -> Any:
        """Send `body` to the engine and return its JSON. Raises ProviderError for a refusal or a lost engine.

        A lost engine is ended, so that the next `start` makes a fresh one. Cancelling the call closes the connection,
        and the engine then drops the work.
        """
        try:
            status, answer = await _post(self._socket, path, body)
        except (OSError, ValueError) as error:
            self.stop()
            raise ProviderError(f"the local engine stopped answering: {error}", retryable=True) from error
        if status != 200:
            raise ProviderError(f"the local engine refused the call: {_reason(answer)}")
        return answer

    def stop(self) -> None:
        """End the process now."""
        if self._running is not None:
            process, lifeline = self._running
            lifeline.close()
            process.kill()
            process.wait()
            self._running = None


@asynccontextmanager
async def within(seconds: float, complaint: str) -> AsyncIterator[None]:
    """Bound the time of the block. Raises ProviderError, retryable, with `complaint` when it takes longer."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise ProviderError(f"{complaint} within {seconds:g} s", retryable=True) from error


async def _post(address: Path, path: str, body: JsonObject) -> tuple[int, Any]:
    payload = json.dumps(body, ensure_ascii=False).encode("utf-8")
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(payload)}\r\nConnection: close\r\n\r\n"
    )
    reader, writer = await asyncio.open_unix_connection(address)
    try:
        writer.write(head.encode("ascii") + payload)
        await writer.drain()
        received = await reader.read()
    finally:
        writer.close()
    status = _STATUS.match(received)
    if status is None:
        raise ConnectionError("it closed the connection")
    return int(status[1]), json.loads(received.partition(b"\r\n\r\n")[2])


def _reason(answer: Any) -> str:
    try:
        return str(answer["error"]["message"])[:500]
    except (KeyError, TypeError):
        return str(answer)[:500]
