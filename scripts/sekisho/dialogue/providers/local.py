"""A language model on this machine, bit-identical: the same request gives the same answer in every order and process.

The pinned head of a request (its leading messages that never change) is evaluated once, as its own batch, and its
state is saved, for later processes too when there is a store. Every call then restores that state and evaluates only
the rest. What was called before, on which worker or in which process, cannot reach an answer; and since restoring takes
milliseconds, calls run in the order they arrive.
"""

import asyncio
import importlib.metadata
import importlib.util
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from sekisho.dialogue.providers.local_call import answer_of, call_body
from sekisho.dialogue.providers.local_chat import encode, encode_reply
from sekisho.dialogue.providers.local_engine import Engine, within
from sekisho.dialogue.providers.local_prefixes import PrefixStore
from sekisho.errors import MissingExtraError, ProviderError
from sekisho.model.completion import Message, ModelAnswer, ModelRequest
from sekisho.serialize import digest

PREFIX_TIMEOUT_S = 300.0
SECONDS_PER_TOKEN = 0.03
"""How long one core takes to read a token with 1.5 billion weights; only for telling people how long they wait."""

_SAVE, _RESTORE = "/slots/0?action=save", "/slots/0?action=restore"


class LocalProvider:
    """Answers with the model in `weights`, on `workers` processes of one thread each, started when first needed.

    `prefixes` keeps saved states between processes; `notify` is told, in one line, before a long silence.
    Raises MissingExtraError when the engine is not installed. Close it, or use it in a `with`: worker processes live
    as long as the provider, and never longer than its process.
    """

    def __init__(
        self,
        weights: Path,
        workers: int = 1,
        prefixes: PrefixStore | None = None,
        notify: Callable[[str], None] | None = None,
    ) -> None:
        if importlib.util.find_spec("xllamacpp") is None:
            raise MissingExtraError("local", "the local model provider")
        self._folder = Path(tempfile.mkdtemp(prefix="sekisho-"))
        self._engines = [Engine(weights.absolute(), self._folder, f"w{number}") for number in range(workers)]
        self._store = prefixes
        self._notify = notify
        self._prefixes: dict[str, list[int]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._idle: asyncio.LifoQueue[Engine] = asyncio.LifoQueue()
        self._saving: dict[str, asyncio.Lock] = {}

    @property
    def engine(self) -> str:
        """Name and version of what produces the answers, for recordings."""
        return f"xllamacpp {importlib.metadata.version('xllamacpp')}"

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Answer `request`; `timeout_s` bounds the call itself, not its wait for a worker or a first prefix.

        Raises ProviderError: retryable after a time-out or a lost engine, else not.
        """
        call_body(request, ())
        self._enter_loop()
        prefix = await self._prefix(request, prompt)
        async with self._worker() as engine:
            started = time.perf_counter()
            async with within(timeout_s, f"prompt {prompt!r}: no answer"):
                result = await _call(engine, request, prefix)
            return answer_of(request, result, (time.perf_counter() - started) * 1000)

    def _enter_loop(self) -> None:
        """Queues and locks belong to one event loop; the engines do not, and are handed on to the next loop."""
        if self._loop is not asyncio.get_running_loop():
            self._loop = asyncio.get_running_loop()
            self._saving = {}
            self._idle = asyncio.LifoQueue()
            for engine in reversed(self._engines):
                self._idle.put_nowait(engine)

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[Engine]:
        engine = await self._idle.get()
        try:
            await engine.start()
            yield engine
        finally:
            self._idle.put_nowait(engine)

    async def _prefix(self, request: ModelRequest, prompt: str) -> tuple[str, list[int]]:
        """Return the file name of the pinned messages' saved state and its tokens, obtaining them when needed."""
        pinned = request.messages[: request.pinned]
        name = digest(pinned)
        async with self._saving.setdefault(name, asyncio.Lock()):
            if pinned and not (name in self._prefixes and (self._folder / name).is_file()):
                self._prefixes[name] = await self._obtain(name, pinned, prompt)
            return name, self._prefixes.get(name, [])

    async def _obtain(self, name: str, pinned: Sequence[Message], prompt: str) -> list[int]:
        async with self._worker() as engine, within(PREFIX_TIMEOUT_S, "the pinned messages were not read"):
            tokens = await encode(engine, pinned)
            if not await self._recall(engine, name, tokens):
                await self._evaluate(engine, name, tokens, prompt)
            return tokens

    async def _recall(self, engine: Engine, name: str, tokens: list[int]) -> bool:
        """Take the state from the store, and see that the engine takes it; one it refuses or dies of is forgotten."""
        if self._store is None or not self._store.recall(tokens, self._folder / name):
            return False
        try:
            restored = await engine.post(_RESTORE, {"filename": name})
        except ProviderError:
            restored = {"n_restored": 0}
        if restored["n_restored"] == len(tokens):
            return True
        self._store.forget(tokens)
        await engine.start()
        return False

    async def _evaluate(self, engine: Engine, name: str, tokens: list[int], prompt: str) -> None:
        """Read the tokens as one batch and save the state, whole: the engine dies of half a state."""
        if self._notify is not None:
            seconds = len(tokens) * SECONDS_PER_TOKEN
            self._notify(f"reading prompt {prompt} ({len(tokens):,} tokens), about {seconds:.0f} s")
        await engine.post("/completion", {"prompt": tokens, "n_predict": 0, "cache_prompt": False, "id_slot": 0})
        saved = await engine.post(_SAVE, {"filename": name})
        file = self._folder / name
        if saved["n_saved"] != len(tokens) or saved["n_written"] != file.stat().st_size:
            file.unlink(missing_ok=True)
            raise ProviderError(f"{self._folder} did not take the state of prompt {prompt!r}", hint="is the disk full?")
        if self._store is not None:
            self._store.keep(tokens, file)

    def close(self) -> None:
        """End the workers and remove their files."""
        for engine in self._engines:
            engine.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> "LocalProvider":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


async def _call(engine: Engine, request: ModelRequest, prefix: tuple[str, list[int]]) -> dict[str, Any]:
    name, head = prefix
    rest = await encode(engine, request.messages[request.pinned :]) + await encode_reply(engine)
    if head:
        await engine.post(_RESTORE, {"filename": name})
    result: dict[str, Any] = await engine.post("/completion", call_body(request, head + rest))
    if result["timings"]["cache_n"] != len(head):
        raise ProviderError("the engine reused other state than the pinned messages; its answer was discarded")
    return result
