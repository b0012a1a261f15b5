"""What `sekisho gate` can be asked for."""

from datetime import date
from pathlib import Path
from typing import Literal

from sekisho.commands.answering import AnswerMode
from sekisho.errors import UsageError
from sekisho.model.base import Frozen, Positive
from sekisho.model.run import Shard


class GateOptions(Frozen):
    """What to judge and how: revisions, where answers come from, where reports go."""

    base: str | None = None
    since: str | None = None
    """Measure from where the head left this revision, instead of from `base`."""
    head: str | None = None
    answers: AnswerMode = AnswerMode.REPLAY
    trials: Positive | None = None
    """How often each case is held; None: as often as the base's gate policy says."""
    noise: bool = False
    """Whether the base is also run against itself."""
    workers: Positive = 1
    concurrency: Positive = 64
    processes: Positive | Literal["auto"] | None = None
    """How many hold the dialogues; None: as many as pay off in replay, else one."""
    shard: Shard | None = None
    """Run only this part of every side, and judge nothing."""
    parts: Path | None = None
    """Judge the runs that all shards left in the folders below, and hold no dialogue."""
    out: Path | None = None
    today: date | None = None
    """Decides which quarantines are over; None: the day of the policy's frozen clock."""

    def checked(self) -> "GateOptions":
        """Return itself. Raises UsageError for what cannot be combined."""
        if self.shard and self.parts:
            raise UsageError("a shard is run or all of them are judged", hint="leave out --shard, or --parts")
        return self
