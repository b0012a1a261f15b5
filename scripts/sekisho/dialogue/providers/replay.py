"""Recorded answers. Replay never asks a model; filling asks one only for what is missing."""

import asyncio
from collections.abc import Callable, Mapping

from sekisho.dialogue.request_key import request_key
from sekisho.errors import UnrecordedError
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.ports import ModelProvider

Keep = Callable[[ModelRequest, str, ModelAnswer], None]
"""Told about each new answer that may be recorded: the request, the prompt id, the answer."""


class ReplayProvider:
    """Answers from recordings alone; `answers` maps the digest of a request to its answer."""

    def __init__(self, answers: Mapping[str, ModelAnswer]) -> None:
        self._answers = answers

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:  # noqa: ARG002 - the port's name; nothing here can take long
        """Return the recorded answer. Raises UnrecordedError when there is none."""
        key = request_key(request)
        if key not in self._answers:
            raise UnrecordedError(key, prompt)
        return self._answers[key]


class FillProvider:
    """Answers from `replay`, and asks `live` for what it lacks: once per request, however many wait for it.

    Only a complete answer is handed to `keep`. An error is raised to all who wait, and a cut or refused answer is
    returned to them; neither is kept, and after an error the next caller asks again.
    """

    def __init__(self, replay: ModelProvider, live: ModelProvider, keep: Keep) -> None:
        self._replay = replay
        self._live = live
        self._keep = keep
        self._answers: dict[str, ModelAnswer] = {}
        self._asking: dict[str, asyncio.Task[ModelAnswer]] = {}

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Return the recorded or else the live answer. Raises ProviderError when `live` fails.

        A caller that is cancelled does not take the answer from the others.
        """
        try:
            return await self._replay.complete(request, prompt=prompt, timeout_s=timeout_s)
        except UnrecordedError as missing:
            key = missing.key
        if key in self._answers:
            return self._answers[key]
        if key not in self._asking:
            self._asking[key] = asyncio.create_task(self._ask(key, request, prompt, timeout_s))
            self._asking[key].add_done_callback(lambda task: self._asked(key, task))
        return await asyncio.shield(self._asking[key])

    async def _ask(self, key: str, request: ModelRequest, prompt: str, timeout_s: float) -> ModelAnswer:
        answer = await self._live.complete(request, prompt=prompt, timeout_s=timeout_s)
        if answer.finish_reason == "stop":
            self._keep(request, prompt, answer)
        self._answers[key] = answer
        return answer

    def _asked(self, key: str, task: asyncio.Task[ModelAnswer]) -> None:
        del self._asking[key]
        if not task.cancelled():
            task.exception()  # seen, also when every caller has gone
