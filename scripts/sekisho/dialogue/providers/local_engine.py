"""The parent's end of one engine process: start it, talk to it, notice that it died."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sekisho.errors import ProviderError
from sekisho.model.base import JsonObject

READY = b"ready\n"
START_TIMEOUT_S = 120.0
_SERVE = "import sys; from pathlib import Path; from sekisho.dialogue.providers.local_worker import serve; " + (
    "serve(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])"
)


class Engine:
    """One worker process over `weights`; sockets, logs and saved prefixes lie in `folder`."""

    def __init__(self, weights: Path, folder: Path, name: str) -> None:
        self._weights = weights
        self._folder = folder
        self._name = name
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Make sure the process runs and is ready. Raises ProviderError when it ends or does not get ready."""
        if self._process is not None and self._process.poll() is None:
            return
        self.stop()
        self._process = self._spawn()
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                said = await _read_line(self._process)
        except BaseException:
            self.stop()
            raise
        if said != READY:
            self.stop()
            raise ProviderError(f"the local engine did not start: {self._last_words()}")

    def _spawn(self) -> subprocess.Popen[bytes]:
        socket = self._folder / f"{self._name}.sock"
        socket.unlink(missing_ok=True)
        command = [sys.executable, "-P", "-c", _SERVE, str(self._weights), str(self._folder), self._name]
        with self._log.open("wb") as log:
            return subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, start_new_session=True
            )

    @property
    def _log(self) -> Path:
        return self._folder / f"{self._name}.log"

    def _last_words(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "it said nothing")[:500]

    async def post(self, path: str, body: JsonObject) -> Any:
        """Send `body` to the engine and return its JSON. Raises ProviderError for a refusal or a lost engine.

        Cancelling the call closes the connection, and the engine then drops the work.
        """
        try:
            status, answer = await _post(self._folder / f"{self._name}.sock", path, body)
        except (OSError, ValueError) as error:
            raise ProviderError(f"the local engine stopped answering: {error}", retryable=True) from error
        if status != 200:
            raise ProviderError(f"the local engine refused the call: {_reason(answer)}")
        return answer

    def stop(self) -> None:
        """End the process now and free its pipes."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None


async def _read_line(process: subprocess.Popen[bytes]) -> bytes:
    """Read the process's first output, without a thread: a blocked read would outlive a cancelled caller."""
    if process.stdout is None:
        return b""
    loop, pipe = asyncio.get_running_loop(), process.stdout.fileno()
    readable = asyncio.Event()
    loop.add_reader(pipe, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(pipe)
    return os.read(pipe, len(READY))


async def _post(socket: Path, path: str, body: JsonObject) -> tuple[int, Any]:
    payload = json.dumps(body, ensure_ascii=False).encode("utf-8")
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(payload)}\r\nConnection: close\r\n\r\n"
    )
    reader, writer = await asyncio.open_unix_connection(socket)
    try:
        writer.write(head.encode("ascii") + payload)
        await writer.drain()
        received = await reader.read()
    finally:
        writer.close()
    status_line, _, rest = received.partition(b"\r\n")
    content = rest.partition(b"\r\n\r\n")[2]
    return int(status_line.split(b" ")[1]) if b" " in status_line else 0, json.loads(content)


def _reason(answer: Any) -> str:
    error = answer.get("error") if isinstance(answer, dict) else None
    return str(error.get("message", error) if isinstance(error, dict) else answer)[:500]
