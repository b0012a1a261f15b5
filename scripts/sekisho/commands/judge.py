"""`sekisho judge`: how far a judge can be trusted, and what it makes of two runs."""

from pathlib import Path
from typing import NamedTuple

from sekisho.adapters.runs import read_run
from sekisho.commands.answering import AnswerMode, Notify
from sekisho.commands.cases import gate_policy_of
from sekisho.commands.judging import Judging, rubric_of
from sekisho.commands.judging import calibrate as calibrated
from sekisho.commands.judging import opine as opined
from sekisho.commands.source import load
from sekisho.errors import UsageError
from sekisho.gate.checks.opinion import decide
from sekisho.model.base import Frozen, Positive
from sekisho.model.judge import Calibration, Opinion
from sekisho.model.kinds.policy import GatePolicy, JudgeBar
from sekisho.model.registry import Registry
from sekisho.model.verdict import VerdictState
from sekisho.ports import Progress


class JudgeOptions(Frozen):
    """Which rubric, of which revision, and whose answers; `limit` bounds the pairs of two runs."""

    rubric: str | None = None
    revision: str | None = None
    answers: AnswerMode = AnswerMode.REPLAY
    workers: Positive = 1
    limit: Positive | None = None


class Compared(NamedTuple):
    """An opinion, the state it would give a gate that let it decide, and why."""

    opinion: Opinion
    state: VerdictState
    reason: str


class Prepared(NamedTuple):
    """A registry with its gate policy, the bar the judge is held against, and how it is asked."""

    policy: GatePolicy
    bar: JudgeBar
    judging: Judging


def calibrate(root: Path, options: JudgeOptions, progress: Progress, notify: Notify | None = None) -> Calibration:
    """Hold a judge against its labels and the policy's bar.

    Raises RegistryInvalidError, UsageError when there is no such rubric or none to choose, SourceError for files.
    """
    _, bar, judging = _prepared(root, options, progress, notify)
    return calibrated(bar, judging)


def compare(
    root: Path, runs: tuple[Path, Path], options: JudgeOptions, progress: Progress, notify: Notify | None = None
) -> Compared:
    """Return what a judge makes of the replies that differ between two run files.

    The calibration beside it comes from recorded answers alone. Raises as `calibrate` does, and SourceError for files
    that are no runs.
    """
    policy, bar, judging = _prepared(root, options, progress, notify)
    baseline, candidate = map(read_run, runs)
    known = calibrated(bar, judging._replace(mode=AnswerMode.REPLAY))
    found = opined(known, (baseline, candidate), bar, policy.alpha, judging)
    return Compared(found, *decide(found, policy.alpha))


def _prepared(root: Path, options: JudgeOptions, progress: Progress, notify: Notify | None) -> Prepared:
    registry = load(root, options.revision).checked().registry
    policy = gate_policy_of(registry)
    bar = _bar(registry, policy, options)
    return Prepared(policy, bar, Judging(root, registry, options.answers, progress, options.workers, notify))


def _bar(registry: Registry, policy: GatePolicy, options: JudgeOptions) -> JudgeBar:
    """Return the policy's bar, or the usual one for a rubric the policy does not name."""
    named = policy.judge.rubric if policy.judge else None
    rubric = options.rubric or named or (next(iter(registry.rubrics)) if len(registry.rubrics) == 1 else None)
    if rubric is None:
        known = ", ".join(sorted(registry.rubrics)) or "none; sekisho new rubric my-judge"
        raise UsageError("the gate policy names no rubric, so name one", hint=f"rubrics: {known}")
    rubric_of(registry, rubric)
    bar = policy.judge if policy.judge and rubric == named else JudgeBar(rubric=rubric)
    return bar if options.limit is None else bar.model_copy(update={"max_comparisons": options.limit})
