"""Where model answers come from: recordings, a model for what is missing, or a model for every call."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from sekisho.adapters.answers import AnswerStore, load_recordings, recording_of
from sekisho.commands.record import SCRATCH
from sekisho.errors import ProviderError
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.ports import ModelProvider

Recordings = Mapping[str, str]
"""Prompt id -> text of its recordings file."""


class LiveModel(ModelProvider, Protocol):
    """A provider that can say what it is."""

    @property
    def engine(self) -> str:
        """Name and version of what produces the answers."""
        ...


class AnswerMode(StrEnum):
    """`replay` never asks a model, `fill` asks for what is missing and keeps it, `live` asks always."""

    REPLAY = "replay"
    FILL = "fill"
    LIVE = "live"


class Answering:
    """Hands out providers that share one scratch store and one set of live models."""

    def __init__(self, mode: AnswerMode, store: AnswerStore | None, live: "LiveModels") -> None:
        self._mode = mode
        self._store = store
        self._live = live
        self.fresh = 0
        """Answers the models gave during this command and that were kept."""

    def provider(self, *recordings: Recordings) -> ModelProvider:
        """Return a provider that answers from `recordings`, earlier ones first, as the mode says."""
        from sekisho.dialogue.providers.replay import FillProvider, ReplayProvider

        if self._mode is AnswerMode.LIVE:
            return self._live
        answers: dict[str, ModelAnswer] = {}
        for files in reversed(recordings):
            for prompt, text in files.items():
                answers |= load_recordings(text.split("\n"), name=f"registry/recordings/{prompt}.jsonl")
        if self._store is None:
            return ReplayProvider(answers)
        scratch = {recording.key: recording.answer for recording in self._store.read()}
        return FillProvider(ReplayProvider(scratch | answers), self._live, self._keep)

    def _keep(self, request: ModelRequest, prompt: str, answer: ModelAnswer) -> None:
        if self._store is not None:
            self._store.append(recording_of(request, prompt, answer, self._live.engine(request)))
            self.fresh += 1


class LiveModels:
    """Opens a provider when its first request comes; closes all of them in the end."""

    def __init__(self, workers: int, closing: ExitStack) -> None:
        self._workers = workers
        self._closing = closing
        self._open: dict[str, LiveModel] = {}

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Answer with the model the request names. Raises ProviderError for a provider that is not built in."""
        return await self._model(request).complete(request, prompt=prompt, timeout_s=timeout_s)

    def engine(self, request: ModelRequest) -> str:
        """Return what produces the answers to `request`, by name and version."""
        return self._model(request).engine

    def _model(self, request: ModelRequest) -> LiveModel:
        if request.provider not in OPENERS:
            raise ProviderError(
                f"there is no provider {request.provider!r}", hint=f"built in: {', '.join(sorted(OPENERS))}"
            )
        if request.model not in self._open:
            self._open[request.model] = OPENERS[request.provider](request.model, self._workers, self._closing)
        return self._open[request.model]


def _open_local(model: str, workers: int, closing: ExitStack) -> LiveModel:
    from sekisho.adapters.weights import locate
    from sekisho.dialogue.providers.local import LocalProvider

    return closing.enter_context(LocalProvider(locate(model), workers))


OPENERS: dict[str, Callable[[str, int, ExitStack], LiveModel]] = {"local": _open_local}
"""Provider name -> how a model of it is opened. A provider is one function and one line here."""


@contextmanager
def answering(root: Path, mode: AnswerMode, workers: int = 1) -> Iterator[Answering]:
    """Open what `mode` needs and close it again. Raises SourceError when the scratch store is in use."""
    with ExitStack() as closing:
        store = closing.enter_context(AnswerStore(root / SCRATCH)) if mode is AnswerMode.FILL else None
        yield Answering(mode, store, LiveModels(workers, closing))
