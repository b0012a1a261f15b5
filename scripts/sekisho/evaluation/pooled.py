"""The paired bootstrap of a figure that is no ratio of sums: whole conversations are drawn, their samples pooled."""

from collections.abc import Callable, Sequence
from itertools import chain
from random import Random
from typing import Any

from sekisho.model.kinds.policy import GatePolicy
from sekisho.stats.bootstrap import Bootstrap
from sekisho.stats.interval import Interval

Samples = Sequence[Any]
Figure = Callable[[Samples], float | None]


def pooled_bootstrap(
    conversations: Sequence[tuple[Samples, Samples]], figure: Figure, policy: GatePolicy, confidence: float
) -> Bootstrap:
    """Resample conversations, each with its baseline's and candidate's samples, and return the difference of `figure`.

    Percentile interval. Under two conversations there is no interval.
    """
    estimate = _difference(conversations, figure)
    if estimate is None or len(conversations) < 2:
        return Bootstrap(estimate, None, (), 0)
    dice = Random(policy.seed)  # noqa: S311 - a reproducible resample, not a secret
    drawn = [_difference(dice.choices(conversations, k=len(conversations)), figure) for _ in range(policy.resamples)]
    replicates = tuple(sorted(value for value in drawn if value is not None))
    return Bootstrap(estimate, _interval(replicates, confidence), replicates, len(drawn) - len(replicates))


def _interval(ordered: Sequence[float], confidence: float) -> Interval | None:
    cut = int(len(ordered) * (1 - confidence) / 2)
    return Interval(ordered[cut], ordered[-1 - cut]) if ordered else None


def _difference(conversations: Sequence[tuple[Samples, Samples]], figure: Figure) -> float | None:
    before, after = (figure(list(chain.from_iterable(side))) for side in zip(*conversations, strict=True))
    return None if before is None or after is None else after - before
