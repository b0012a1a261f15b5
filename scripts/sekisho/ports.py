"""The edges of the pure core: what it needs from the world, as Protocols. Adapters and fakes implement them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from sekisho.model.base import Language
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.model.kinds.case import Fault, Search
from sekisho.model.trace import Conversation


class ModelProvider(Protocol):
    """Answers model requests. Every provider (replay, local, hosted) has this one method."""

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Answer `request`; `prompt` is the id of the prompt file, for messages only.

        Raises UnrecordedError when replay has no answer, ProviderError when the provider fails or refuses.
        """
        ...


class Target(Protocol):
    """What is evaluated: something that can be talked to."""

    async def converse(
        self, utterances: Sequence[str], *, now: datetime, trial: int, faults: Sequence[Fault], language: Language
    ) -> Conversation:
        """Hold one fresh dialogue with the clock frozen at `now` and return what happened, turn by turn.

        A missing recorded answer or an error ends the dialogue early and is part of the value, never an exception.
        """
        ...


@runtime_checkable
class Searchable(Protocol):
    """A target whose knowledge bases can be asked without a dialogue."""

    def search(self, question: str, search: Search, language: Language) -> Sequence[str]:
        """Return the ids of the documents found, best first. Raises WorkflowError when there is no such base."""
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
