"""Where model answers come from: recordings, a model for what is missing, or a model for every call."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Protocol

from sekisho.adapters.answers import AnswerStore, load_recordings, recording_of
from sekisho.commands.record import SCRATCH
from sekisho.errors import ProviderError
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.model.kinds.model_settings import ModelSettings
from sekisho.model.registry import Registry
from sekisho.ports import ModelProvider

Recordings = Mapping[str, str]
"""Prompt id -> text of its recordings file."""
Notify = Callable[[str], None]
"""Told, in one line, why nothing will happen for a while."""


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

    def provider(self, registry: Registry, *more: Recordings) -> ModelProvider:
        """Return a provider that answers `registry` from its recordings, then from `more`, as the mode says."""
        from sekisho.dialogue.providers.replay import FillProvider, ReplayProvider

        live = PinnedModels(registry.models.values(), self._live)
        if self._mode is AnswerMode.LIVE:
            return live
        answers: dict[str, ModelAnswer] = {}
        for files in reversed((registry.recordings, *more)):
            for prompt, text in files.items():
                answers |= load_recordings(text.split("\n"), name=f"registry/recordings/{prompt}.jsonl")
        if self._store is None:
            return ReplayProvider(answers)
        scratch = {recording.key: recording.answer for recording in self._store.read()}
        return FillProvider(ReplayProvider(scratch | answers), live, partial(self._keep, self._store, live))

    def _keep(
        self, store: AnswerStore, live: "PinnedModels", request: ModelRequest, prompt: str, answer: ModelAnswer
    ) -> None:
        store.append(recording_of(request, prompt, answer, live.model(request).engine))
        self.fresh += 1


class PinnedModels:
    """The live models as the model files of one registry pin them."""

    def __init__(self, settings: Iterable[ModelSettings], live: "LiveModels") -> None:
        self._settings = tuple(settings)
        self._live = live
        self._models: dict[tuple[str, str], LiveModel] = {}

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Answer with the model the request names. Raises as `model` does, and what that model raises."""
        return await self.model(request).complete(request, prompt=prompt, timeout_s=timeout_s)

    def model(self, request: ModelRequest) -> LiveModel:
        """Return the model that answers `request`.

        Raises ProviderError for a provider that is not built in, WeightsError for weights that are missing or pinned
        to other bytes.
        """
        name = request.provider, request.model
        if request.provider not in OPENERS:
            raise ProviderError(
                f"there is no provider {request.provider!r}", hint=f"built in: {', '.join(sorted(OPENERS))}"
            )
        if name not in self._models:
            pins = {file.weights_sha256 for file in self._settings if (file.provider, file.model) == name}
            opened = [OPENERS[request.provider](self._live, request.model, pin) for pin in pins - {None} or {None}]
            self._models[name] = opened[0]
        return self._models[name]


class LiveModels:
    """Opens a model when its first request comes, once for all registries that ask; closes all of them in the end."""

    def __init__(self, workers: int, notify: Notify | None, closing: ExitStack) -> None:
        self._workers = workers
        self._notify = notify
        self._closing = closing
        self._open: dict[str, LiveModel] = {}

    def local(self, name: str, sha256: str | None) -> LiveModel:
        """Return the model `name` on this machine. Raises WeightsError when it is missing or not what `sha256` pins."""
        from sekisho.adapters.weights import cache_dir, known, locate
        from sekisho.dialogue.providers.local import LocalProvider
        from sekisho.dialogue.providers.local_prefixes import PrefixStore
        from sekisho.dialogue.providers.local_settings import identity

        weights = locate(name, sha256=sha256)
        if name not in self._open:
            prefixes = PrefixStore(cache_dir() / "prefixes", identity(known(name).sha256))
            provider = LocalProvider(weights, self._workers, prefixes, self._notify)
            self._open[name] = self._closing.enter_context(provider)
        return self._open[name]


OPENERS: dict[str, Callable[[LiveModels, str, str | None], LiveModel]] = {"local": LiveModels.local}
"""Provider name -> how a model of it is opened. A provider is one method and one line here."""


@contextmanager
def answering(root: Path, mode: AnswerMode, workers: int = 1, notify: Notify | None = None) -> Iterator[Answering]:
    """Open what `mode` needs and close it again; `notify` hears of long silences.

    Raises SourceError when the scratch store is in use.
    """
    with ExitStack() as closing:
        store = closing.enter_context(AnswerStore(root / SCRATCH)) if mode is AnswerMode.FILL else None
        yield Answering(mode, store, LiveModels(workers, notify, closing))
