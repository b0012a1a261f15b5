"""The edges of the pure core: what it needs from the world, as Protocols. Adapters and fakes implement them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sekisho.model.base import Json, JsonObject
from sekisho.model.completion import ModelAnswer, ModelRequest


class ModelProvider(Protocol):
    """Answers model requests. Every provider (replay, local, hosted) has this one method."""

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Answer `request`; `prompt` is the id of the prompt file, for messages only.

        Raises UnrecordedError when replay has no answer, ProviderError when the provider fails or refuses.
        """
        ...


class ToolRunner(Protocol):
    """Executes a registry tool in its sandbox."""

    async def call(self, tool: str, arguments: JsonObject, *, now: datetime) -> Mapping[str, Json]:
        """Return the tool's result object. Raises ToolError (dialogue.tools) on failure or time-out."""
        ...


class Progress(Protocol):
    """Told about long work; draws it on a terminal, or nothing."""

    def start(self, label: str, total: int) -> None:
        """Begin a piece of work of `total` steps."""
        ...

    def advance(self, steps: int = 1) -> None:
        """Some steps are done."""
        ...

    def finish(self) -> None:
        """The work is over."""
        ...
