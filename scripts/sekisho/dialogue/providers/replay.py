"""Recorded answers. Replay never asks a model; filling asks one only for what is missing."""

import asyncio
from collections.abc import Callable, Mapping

from sekisho.errors import UnrecordedError
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.ports import ModelProvider
from sekisho.serialize import digest

Keep = Callable[[ModelRequest, str, ModelAnswer], None]
"""Told about each new answer that may be recorded: the request, the prompt id, the answer."""


class ReplayProvider:
    """Answers from recordings alone; `answers` maps the digest of a request to its answer."""

    def __init__(self, answers: Mapping[str, ModelAnswer]) -> None:
        self._answers = answers

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:  # noqa: ARG002 - the port's name; nothing here can take long
        """Return the recorded answer. Raises UnrecordedError when there is none."""
        key = digest(request)
        if key not in self._answers:
            raise UnrecordedError(key, prompt)
        return self._answers[key]


class FillProvider:
    """Answers from `replay`, and asks `live` for what it lacks: once per request, however many wait for it.

    Only a complete answer is handed to `keep`. An error is raised to the caller, and a cut or refused answer is
    returned to it; neither is kept, and an error is asked again by the next caller.
    """

    def __init__(self, replay: ModelProvider, live: ModelProvider, keep: Keep) -> None:
        self._replay = replay
        self._live = live
        self._keep = keep
        self._answers: dict[str, ModelAnswer] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Return the recorded or else the live answer. Raises ProviderError when `live` fails."""
        try:
            return await self._replay.complete(request, prompt=prompt, timeout_s=timeout_s)
        except UnrecordedError as missing:
            key = missing.key
        async with self._locks.setdefault(key, asyncio.Lock()):
            if key not in self._answers:
                answer = await self._live.complete(request, prompt=prompt, timeout_s=timeout_s)
                if answer.finish_reason == "stop":
                    self._keep(request, prompt, answer)
                self._answers[key] = answer
        return self._answers[key]
