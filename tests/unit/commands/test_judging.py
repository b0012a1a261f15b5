"""How a judge is asked: its own model alone, again after what passes, never after what does not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sekisho.commands import answering as answering_module
from sekisho.commands.answering import AnswerMode
from sekisho.commands.judging import Judging, calibrate, rubric_of
from sekisho.errors import ProviderError, SourceError, UsageError
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.model.judge import CalibrationState, Outcome
from sekisho.model.kinds.model_settings import ModelSettings
from sekisho.model.kinds.policy import JudgeBar
from sekisho.model.kinds.rubric import Rubric
from sekisho.model.ref import Kind
from sekisho.model.registry import Registry, SourceFile

BAR = JudgeBar(rubric="tone")


class Troubled:
    """A live model that fails a given number of times and then says that the first reply is better."""

    engine = "fake 1"

    def __init__(self, failures: int, *, retryable: bool) -> None:
        self.failures = failures
        self.retryable = retryable
        self.models: list[str] = []

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Fail or answer."""
        del prompt, timeout_s
        self.models.append(request.model)
        if len(self.models) <= self.failures:
            raise ProviderError("no answer", retryable=self.retryable)
        return ModelAnswer(text="", object={"better": "A"}, model=request.model)


@pytest.fixture
def registry() -> Registry:
    """One rubric with one label, its model, and that model's fallback."""
    wording = {"ja": "w", "en": "w"}
    rubric: dict[str, Any] = {
        "name": "tone",
        "model": "small",
        "criteria": [{"id": "c", "question": wording, "good": wording, "bad": wording}],
        "messages": [{"role": "user", "content": "{{ user }} {{ first }} {{ second }}"}],
        "provenance": "a test",
        "labels": [{"id": "l", "language": "en", "user": "u", "a": "x", "b": "y", "choice": "A"}],
    }
    small = {"provider": "p", "model": "small-2026-01-01", "retries": 2, "fallbacks": ["large"]}
    large = {"provider": "p", "model": "large-2026-01-01"}
    return Registry(
        models={"small": ModelSettings.model_validate(small), "large": ModelSettings.model_validate(large)},
        rubrics={"tone": Rubric.model_validate(rubric)},
        sources={(Kind.RUBRIC, "tone"): SourceFile("registry/rubrics/tone.yaml", "blob", rubric)},
    )


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Callable[[Troubled], Troubled]:
    """Let a fake be the provider `p`."""

    def stands(model: Troubled) -> Troubled:
        monkeypatch.setattr(answering_module, "OPENERS", {"p": lambda _live, _name, _pin: model})
        return model

    return stands


def test_what_passes_is_tried_again(tmp_path: Path, registry: Registry, live: Callable[[Troubled], Troubled]) -> None:
    """As often as the model file says, before the pair counts as unanswered."""
    model = live(Troubled(2, retryable=True))
    found = calibrate(BAR, Judging(tmp_path, registry, AnswerMode.LIVE))
    assert (found.judged[0].outcome, len(model.models)) == (Outcome.BIASED, 4)
    assert (found.revision, found.model) == ("blob", "p/small-2026-01-01")


@pytest.mark.parametrize(("failures", "retryable", "calls"), [(9, True, 3), (9, False, 1)])
def test_no_other_model_ever_judges(
    failures: int, retryable: bool, calls: int, tmp_path: Path, registry: Registry, live: Callable[[Troubled], Troubled]
) -> None:
    """A fallback would be another judge, which nobody calibrated: the pair stays without an answer."""
    model = live(Troubled(failures, retryable=retryable))
    found = calibrate(BAR, Judging(tmp_path, registry, AnswerMode.LIVE))
    assert (found.judged[0].outcome, found.state) == (Outcome.MISSING, CalibrationState.INCONCLUSIVE)
    assert model.models == ["small-2026-01-01"] * calls


def test_a_judge_needs_its_rubric_and_its_model(tmp_path: Path, registry: Registry) -> None:
    """Each is named when it is missing."""
    with pytest.raises(UsageError, match="no rubric 'mood'"):
        rubric_of(registry, "mood")
    with pytest.raises(SourceError, match="names the model 'small'"):
        calibrate(BAR, Judging(tmp_path, Registry(rubrics=registry.rubrics, sources=registry.sources)))
