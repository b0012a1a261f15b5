"""One side of an evaluation: a revision's behaviour made ready to be talked to, and the header its run will have."""

from collections.abc import Sequence
from typing import NamedTuple

from sekisho import __version__
from sekisho.adapters.runs import sealed
from sekisho.commands.answering import Answering, AnswerMode, Recordings
from sekisho.commands.source import Loaded
from sekisho.model.change import PlannedSuite
from sekisho.model.ref import Kind
from sekisho.model.registry import Registry
from sekisho.model.run import RunHeader
from sekisho.ports import ModelProvider, Target
from sekisho.serialize import digest

BEHAVIOUR = (Kind.MODEL, Kind.PROMPT, Kind.WORKFLOW, Kind.CONFIG, Kind.KNOWLEDGE, Kind.DOCUMENT, Kind.TOOL)
EVALUATION = (Kind.GOLDEN, Kind.SCENARIO, Kind.LEXICON, Kind.POLICY, Kind.RUBRIC)


class Side(NamedTuple):
    """A revision that can be run."""

    registry: Registry
    target: Target
    provider: ModelProvider
    header: RunHeader


class Evaluation(NamedTuple):
    """What both sides are judged by: whose cases, which suites, how many cases and trials of each, whose answers."""

    registry: Registry
    suites: Sequence[PlannedSuite]
    cases: int
    mode: AnswerMode
    trials: int = 1


def open_side(loaded: Loaded, evaluation: Evaluation, answering: Answering, *more: Recordings) -> Side:
    """Make a revision ready; its own recordings come first, then `more`."""
    from sekisho.dialogue.program import compile_program
    from sekisho.dialogue.target import RegistryTarget

    provider = answering.provider(loaded.registry, *more)
    target = RegistryTarget(compile_program(loaded.registry), provider)
    return Side(loaded.registry, target, provider, header_of(loaded, evaluation, *more))


def header_of(loaded: Loaded, evaluation: Evaluation, *more: Recordings) -> RunHeader:
    """Return the header of a revision's run, which needs nothing that can be talked to; `more` as for `open_side`."""
    registry = loaded.registry
    header = RunHeader(
        revision=loaded.revision,
        suites=tuple(suite.name for suite in evaluation.suites),
        cases=evaluation.cases,
        trials=evaluation.trials,
        evaluation=digest(blobs(evaluation.registry, EVALUATION)),
        behaviour=digest(blobs(registry, BEHAVIOUR)),
        recordings=digest([registry.recordings, *more]),
        models=tuple(sorted({f"{model.provider}/{model.model}" for model in registry.models.values()})),
        answers=evaluation.mode,
        tool_version=__version__,
    )
    return sealed(header)


def blobs(registry: Registry, kinds: Sequence[Kind]) -> list[tuple[str, str]]:
    """Return path and content id of every file of these kinds, sorted."""
    return sorted((file.path, file.blob) for (kind, _), file in registry.sources.items() if kind in kinds)
