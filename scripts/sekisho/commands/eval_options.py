"""What `sekisho eval` can be asked for."""

from pathlib import Path
from typing import Literal

from sekisho.commands.answering import AnswerMode
from sekisho.commands.outside import OutsideOptions
from sekisho.model.base import Bool, Frozen, Positive
from sekisho.model.run import Shard


class EvalOptions(Frozen):
    """What to run: suites by name or a dataset by path, cases by glob, answers by mode or a target outside.

    `durations` is an earlier run file by which shards are levelled, `fresh` forgets what an interrupted run has.
    """

    revision: str | None = None
    suites: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    dataset: Path | None = None
    answers: AnswerMode = AnswerMode.REPLAY
    trials: Positive | None = None
    """How often each case is held; None: as often as the gate policy says."""
    workers: Positive = 1
    target: OutsideOptions | None = None
    concurrency: Positive = 64
    processes: Positive | Literal["auto"] | None = None
    """How many hold the dialogues; None: as many as pay off in replay, else one."""
    shard: Shard | None = None
    durations: Path | None = None
    out: Path | None = None
    fresh: Bool = False
