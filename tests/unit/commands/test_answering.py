"""Where answers come from: nothing is opened before it is needed, and only what the registry pins."""

import asyncio
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from sekisho.adapters import weights as table
from sekisho.adapters.answers import AnswerStore, recording_of, write_recordings
from sekisho.adapters.weights import Weights, path_of, sha256_of
from sekisho.commands import answering as answering_module
from sekisho.commands.answering import AnswerMode, answering
from sekisho.commands.record import SCRATCH
from sekisho.dialogue.providers import local, local_prefixes, local_settings
from sekisho.errors import ProviderError, UnrecordedError, WeightsError
from sekisho.model.completion import Message, ModelAnswer, ModelRequest, Role
from sekisho.model.kinds.model_settings import ModelSettings
from sekisho.model.registry import Registry
from sekisho.ports import ModelProvider

FALSE_PIN = "0" * 64


class Opened:
    """A live model that repeats what was said; the class remembers how each was made."""

    engine = "fake 1"
    made: list["Opened"]

    def __init__(self, *arguments: Any) -> None:
        self.arguments = arguments
        self.closed = False
        self.made.append(self)

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Answer at once."""
        del prompt, timeout_s
        return ModelAnswer(text=request.messages[-1].content, model=request.model)

    def __enter__(self) -> "Opened":
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Weights:
    """Make the cached model `tiny` the only one, and let `Opened` stand for its provider."""
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "cache" / "weights" / "tiny.gguf"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"abc")
    tiny = Weights(name="tiny", file=file.name, bytes=3, sha256=sha256_of(file), hub_repo="a/b")
    monkeypatch.setattr(table, "WEIGHTS", MappingProxyType({"tiny": tiny}))
    monkeypatch.setattr(Opened, "made", [], raising=False)
    monkeypatch.setattr(local, "LocalProvider", Opened)
    monkeypatch.setattr(local_prefixes, "PrefixStore", lambda folder, identity: (folder, identity))
    monkeypatch.setattr(local_settings, "identity", lambda sha256: {"weights": sha256})
    return tiny


def request(said: str, provider: str = "local") -> ModelRequest:
    """Return a request to `tiny`."""
    messages = (Message(role=Role.USER, content=said),)
    return ModelRequest(provider=provider, model="tiny", parameters={}, messages=messages)


def registry(*pins: str | None, recorded: str | None = None) -> Registry:
    """Return a registry with a model file of `tiny` for each pin, and one recorded answer."""
    models = {f"m{n}": ModelSettings(provider="local", model="tiny", weights_sha256=pin) for n, pin in enumerate(pins)}
    if recorded is None:
        return Registry(models=models)
    answer = ModelAnswer(text="recorded", model="tiny")
    text = write_recordings([recording_of(request(recorded), "greet", answer, "fake 0")])
    return Registry(models=models, recordings={"greet": text})


def ask(provider: ModelProvider, asked: ModelRequest) -> str:
    """Return the text of the answer."""
    return asyncio.run(provider.complete(asked, prompt="greet", timeout_s=1.0)).text


@pytest.mark.parametrize("mode", [AnswerMode.REPLAY, AnswerMode.FILL])
@pytest.mark.usefixtures("tiny")
def test_what_is_recorded_opens_no_model(tmp_path: Path, mode: AnswerMode) -> None:
    """A run that lacks nothing needs no weights and starts no process, whoever recorded the answer."""
    path_of(table.known("tiny")).unlink()
    own, other = registry(None, recorded="mine"), registry(None, recorded="yours")
    with answering(tmp_path, mode) as answers:
        provider = answers.provider(own, other.recordings)
        assert [ask(provider, request(said)) for said in ("mine", "yours")] == ["recorded"] * 2
        assert answers.fresh == 0
    assert Opened.made == []


@pytest.mark.usefixtures("tiny")
def test_replay_asks_no_model(tmp_path: Path) -> None:
    """What is not recorded stays unanswered."""
    with answering(tmp_path, AnswerMode.REPLAY) as answers, pytest.raises(UnrecordedError):
        ask(answers.provider(registry(None)), request("new"))
    assert Opened.made == []


@pytest.mark.usefixtures("tiny")
def test_filling_keeps_each_new_answer(tmp_path: Path) -> None:
    """The scratch store has it, under the engine's name, and a later command does not ask again."""
    with answering(tmp_path, AnswerMode.FILL) as answers:
        assert ask(answers.provider(registry(None)), request("new")) == "new"
        assert answers.fresh == 1
    with AnswerStore(tmp_path / SCRATCH) as store:
        assert [(kept.input, kept.engine) for kept in store.read()] == [("new", "fake 1")]
    with answering(tmp_path, AnswerMode.FILL) as answers:
        assert ask(answers.provider(registry(None)), request("new")) == "new"
    assert len(Opened.made) == 1


def test_both_sides_share_one_model(tmp_path: Path, tiny: Weights) -> None:
    """A model is opened once, with the cache's folder for prefixes, and closed in the end."""
    said: list[str] = []
    with answering(tmp_path, AnswerMode.LIVE, 3, said.append) as answers:
        for side in (registry(tiny.sha256), registry(None, tiny.sha256)):
            provider = answers.provider(side)
            assert [ask(provider, request(text)) for text in "ab"] == ["a", "b"]
        (only,) = Opened.made
        assert not only.closed
    prefixes = (tmp_path / "cache" / "prefixes", {"weights": tiny.sha256})
    assert only.arguments == (path_of(tiny), 3, prefixes, said.append)
    assert only.closed


def test_other_weights_than_the_pinned_are_refused(tmp_path: Path, tiny: Weights) -> None:
    """Each registry is held to its own pins, and one false pin among several is enough."""
    with answering(tmp_path, AnswerMode.LIVE) as answers:
        assert ask(answers.provider(registry(tiny.sha256)), request("a")) == "a"
        for wrong in (registry(FALSE_PIN), registry(tiny.sha256, FALSE_PIN), registry(FALSE_PIN, tiny.sha256)):
            provider = answers.provider(wrong)
            for _ in range(2):
                with pytest.raises(WeightsError, match="tiny is pinned to sha256 000000000000"):
                    ask(provider, request("a"))


@pytest.mark.usefixtures("tiny")
def test_a_provider_that_is_not_built_in_is_named(tmp_path: Path) -> None:
    """The error says which providers there are."""
    with answering(tmp_path, AnswerMode.LIVE) as answers, pytest.raises(ProviderError, match="'other'") as raised:
        ask(answers.provider(registry(None)), request("a", provider="other"))
    assert raised.value.hint == f"built in: {', '.join(answering_module.OPENERS)}"
