"""A small dialogue system for each test: a registry from YAML, a scripted model, one dialogue."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
import yaml

from sekisho.dialogue.program import compile_program
from sekisho.dialogue.target import RegistryTarget
from sekisho.model.base import Language
from sekisho.model.completion import ModelAnswer, ModelRequest, Usage
from sekisho.model.kinds.case import Fault
from sekisho.model.kinds.config import Config
from sekisho.model.kinds.knowledge import Document, Knowledge
from sekisho.model.kinds.model_settings import ModelSettings
from sekisho.model.kinds.prompt import Prompt
from sekisho.model.kinds.tool import Tool
from sekisho.model.kinds.workflow import Workflow
from sekisho.model.registry import Registry
from sekisho.model.trace import Conversation, TurnTrace
from sekisho.serialize import canonical_json

NOW = datetime.fromisoformat("2026-11-16T10:00:00+09:00")
SHAPES: Mapping[str, Any] = {
    "models": ModelSettings,
    "prompts": Prompt,
    "workflows": Workflow,
    "configs": Config,
    "knowledge": Knowledge,
    "documents": Document,
    "tools": Tool,
}
MODEL = {"provider": "fake", "model": "fake-2026-01-01", "parameters": {"temperature": 0.0}}

Said = str | dict[str, Any] | Exception


class ScriptedModel:
    """Answers the calls of each prompt in order, the last answer for ever; an exception is raised instead."""

    def __init__(self, answers: Mapping[str, Sequence[Said]]) -> None:
        self._answers = {prompt: list(said) for prompt, said in answers.items()}
        self.requests: list[ModelRequest] = []
        self.timeouts: list[float] = []

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Give the next answer; a dict is a structured one."""
        self.requests.append(request)
        self.timeouts.append(timeout_s)
        await asyncio.sleep(0)
        waiting = self._answers[prompt]
        said = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(said, Exception):
            raise said
        is_text = isinstance(said, str)
        return ModelAnswer(
            text=said if isinstance(said, str) else canonical_json(said),
            object=None if is_text else said,
            usage=Usage(input_tokens=10, output_tokens=2),
            model=request.model,
            latency_ms=5.0,
        )


class Desk:
    """A compiled registry and its scripted model."""

    def __init__(self, registry: Registry, model: ScriptedModel, granted: frozenset[str] | None) -> None:
        self.registry = registry
        self.model = model
        self.target = RegistryTarget(compile_program(registry), model, granted)

    def talk(
        self, *utterances: str, language: Language = Language.EN, faults: Sequence[Fault] = (), trial: int = 0
    ) -> Conversation:
        """Hold one dialogue."""
        holding = self.target.converse(utterances, now=NOW, trial=trial, faults=faults, language=language)
        return asyncio.run(holding)

    def turns(self, *utterances: str, **options: Any) -> tuple[TurnTrace, ...]:
        """Hold one dialogue and return its turns, every one of which went well."""
        held = self.talk(*utterances, **options).turns
        assert [turn.error for turn in held] == [None] * len(utterances)
        return held

    def failing(self, *utterances: str, **options: Any) -> TurnTrace:
        """Hold one dialogue and return the turn that went wrong, which is the last."""
        turn = self.talk(*utterances, **options).turns[-1]
        assert turn.error is not None
        return turn


MakeDesk = Callable[..., Desk]
ReadRegistry = Callable[..., Registry]


@pytest.fixture
def read_registry() -> ReadRegistry:
    """Read a registry from YAML of `folder: {id: file}`; a model `m` is always there, other folders can be added."""

    def read(text: str, **more: Any) -> Registry:
        folders = {"models": {"m": MODEL}, **yaml.safe_load(text), **more}
        shaped = {
            folder: {name: SHAPES[folder].model_validate(data) for name, data in files.items()}
            for folder, files in folders.items()
        }
        return Registry(**shaped)

    return read


@pytest.fixture
def make_desk(read_registry: ReadRegistry) -> MakeDesk:
    """Make a desk from YAML and, by prompt, what the model will say."""

    def make(
        text: str,
        answers: Mapping[str, Sequence[Said]] | None = None,
        granted: frozenset[str] | None = None,
        **more: Any,
    ) -> Desk:
        return Desk(read_registry(text, **more), ScriptedModel(answers or {}), granted)

    return make


@pytest.fixture
def now() -> datetime:
    """A Monday morning in Tokyo."""
    return NOW
