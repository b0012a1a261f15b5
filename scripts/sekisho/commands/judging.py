"""A rubric of a registry at work: its judge is asked about labels, and about what differs between two runs.

A gate reads rubric, labels, model and bar from the base revision, and the calibration from the base's recorded answers
alone: a change can neither choose its judge nor calibrate it.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sekisho.commands.answering import AnswerMode, Notify, Recordings, answering
from sekisho.commands.unwatched import Unwatched
from sekisho.errors import ProviderError, SourceError, UsageError
from sekisho.evaluation.judge.asking import Ask, Asking, Shown, ask_about
from sekisho.evaluation.judge.calibration import calibration
from sekisho.evaluation.judge.opinion import chosen, opinion
from sekisho.evaluation.judge.pairs import labelled
from sekisho.model.base import Language
from sekisho.model.judge import Calibration, CalibrationState, Opinion
from sekisho.model.kinds.policy import GatePolicy, JudgeBar
from sekisho.model.kinds.rubric import Choice, Rubric
from sekisho.model.ref import Kind
from sekisho.model.registry import Registry
from sekisho.model.run import Run
from sekisho.model.verdict import Comparison
from sekisho.ports import ModelProvider, Progress


class Judging(NamedTuple):
    """The registry the judge comes from, where its answers come from, and who looks on.

    `more` are recordings that may answer about runs, never about labels.
    """

    root: Path
    registry: Registry
    mode: AnswerMode = AnswerMode.REPLAY
    progress: Progress = Unwatched()
    workers: int = 1
    notify: Notify | None = None
    more: Sequence[Recordings] = ()


def with_opinion(comparison: Comparison, runs: tuple[Run, Run], policy: GatePolicy, judging: Judging) -> Comparison:
    """Return the comparison with the opinion of the policy's judge; as it is when there is no such judge.

    A judge that is not calibrated decides nothing, so no model is asked for it: only its recorded answers are read.
    """
    if policy.judge is None or policy.judge.rubric not in judging.registry.rubrics:
        return comparison
    known = calibrate(policy.judge, judging._replace(mode=AnswerMode.REPLAY))
    mode = judging.mode if known.state is CalibrationState.PASSED else AnswerMode.REPLAY
    found = opine(known, runs, policy.judge, policy.alpha, judging._replace(mode=mode))
    return comparison.model_copy(update={"opinion": found})


def calibrate(bar: JudgeBar, judging: Judging) -> Calibration:
    """Ask the judge about every label and hold the figures against the bar.

    Raises UsageError when there is no such rubric, SourceError when its model is missing.
    """
    rubric = rubric_of(judging.registry, bar.rubric)
    with answering(judging.root, judging.mode, judging.workers, judging.notify) as answers:
        asking = _asking(bar.rubric, judging, answers.provider(judging.registry))
        judged = asyncio.run(ask_about(labelled(rubric.labels), asking))
    revision = judging.registry.sources[Kind.RUBRIC, bar.rubric].blob
    return calibration(bar.rubric, revision, _model_name(judging.registry, rubric), judged, bar)


def opine(known: Calibration, runs: tuple[Run, Run], bar: JudgeBar, alpha: float, judging: Judging) -> Opinion:
    """Return what the judge makes of the replies that differ. Raises as `calibrate` does."""
    with answering(judging.root, judging.mode, judging.workers, judging.notify) as answers:
        asking = _asking(bar.rubric, judging, answers.provider(judging.registry, *judging.more))
        return asyncio.run(opinion(chosen(runs, bar), asking, known, bar, alpha))


def rubric_of(registry: Registry, rubric_id: str) -> Rubric:
    """Return a rubric. Raises UsageError when the registry has none of that id."""
    if rubric_id not in registry.rubrics:
        known = ", ".join(sorted(registry.rubrics)) or "none"
        raise UsageError(f"there is no rubric {rubric_id!r}", hint=f"rubrics: {known}")
    return registry.rubrics[rubric_id]


def _asking(rubric_id: str, judging: Judging, provider: ModelProvider) -> Asking:
    rubric = rubric_of(judging.registry, rubric_id)
    return Asking(_ask(rubric_id, judging.registry, provider), rubric.max_chars, judging.progress)


def _ask(rubric_id: str, registry: Registry, provider: ModelProvider) -> Ask:
    from sekisho.dialogue.rubrics import choice_of, compile_rubric

    rubric = registry.rubrics[rubric_id]
    if rubric.model not in registry.models:
        raise SourceError(f"rubric {rubric_id!r} names the model {rubric.model!r}, which is not there")
    model = registry.models[rubric.model]
    prompts = {language: compile_rubric(rubric_id, rubric, model, language) for language in Language}

    async def ask(shown: Shown) -> Choice:
        request = prompts[shown.language].request(shown.user, shown.first, shown.second)
        for _ in range(model.retries):
            try:
                return choice_of(await provider.complete(request, prompt=rubric_id, timeout_s=model.timeout_s))
            except ProviderError as error:
                if not error.retryable:
                    raise
        return choice_of(await provider.complete(request, prompt=rubric_id, timeout_s=model.timeout_s))

    return ask


def _model_name(registry: Registry, rubric: Rubric) -> str:
    model = registry.models.get(rubric.model)
    return f"{model.provider}/{model.model}" if model else rubric.model
