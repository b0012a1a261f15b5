"""Figures of paired conversations: what is kept of each, and how uncertain their difference is.

The interval is the paired bootstrap's, the p-value the paired randomisation test's, both over whole conversations: the
turns of one fail together. Both are drawn for blocking metrics only; for the others the rows are not even kept.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from sekisho.evaluation.rules import Asked, Judge
from sekisho.model.verdict import MetricComparison
from sekisho.stats.bootstrap import bootstrap_interval
from sekisho.stats.detectable import smallest_detectable
from sekisho.stats.randomisation import randomisation_p

METHOD = "paired bootstrap by conversation, randomisation test"

Pair = tuple[Any, Any]
"""What one conversation contributes on the baseline and on the candidate; it can be counted."""

Difference = Callable[[Sequence[int]], float | None]
"""Candidate minus baseline when so many conversations of each kind are taken; None where that is not defined."""

Differ = Callable[[Sequence[Pair]], Difference]
"""Makes that of the kinds of pair there are."""

Values = tuple[float | None, float | None]
"""A figure of the baseline and the same figure of the candidate."""


class PairedCases:
    """The conversations that say something about a metric, by kind of pair, and how many got worse or better."""

    def __init__(self, asked: Asked, judge: Judge) -> None:
        self._asked = asked
        self._judge = judge
        self._kinds: Counter[Pair] = Counter()
        self._cases = self._worse = self._better = self._moved = 0
        self._identical = True

    def add(self, pair: Pair, own: Values) -> None:
        """Take one conversation, and its own figure on both sides."""
        before, after = own
        self._cases += 1
        self._moved += before != after
        self._identical = self._identical and pair[0] == pair[1]
        if self._asked.blocking:
            self._kinds[pair] += 1
        if before is not None and after is not None:
            self._worse += self._gain(after - before) < 0
            self._better += self._gain(after - before) > 0

    def compared(self, values: Values, differ: Differ) -> MetricComparison:
        """Return the comparison; without resampling where no conversation differs or the metric cannot block."""
        before, after = values
        facts: dict[str, object] = {
            "baseline": before,
            "candidate": after,
            "margin": self._asked.margin(before),
            "pairs": self._cases,
            "worse": self._worse,
            "better": self._better,
        }
        if before is not None and after is not None:
            facts |= {"difference": after - before, **self._uncertainty(differ)}
        return self._asked.blank().model_copy(update=facts)

    def _gain(self, difference: float) -> float:
        return difference if self._asked.higher_is_better else -difference

    def _uncertainty(self, differ: Differ) -> dict[str, object]:
        if self._identical:
            return {"low": 0.0, "high": 0.0, "p_worse": 1.0, "method": "identical", **self._detectable()}
        if not self._asked.blocking:
            return {}
        policy, pairs = self._judge.policy, list(self._kinds)
        interval = bootstrap_interval(
            list(self._kinds.values()),
            differ(pairs),
            seed=policy.seed,
            resamples=policy.resamples,
            shares=(policy.alpha, 1 - policy.alpha),
        )
        if interval is None:
            return {}
        p_worse = self._p_worse(differ)
        return {
            "low": interval.low,
            "high": interval.high,
            "p_worse": p_worse,
            "method": METHOD,
            **self._detectable(),
        }

    def _p_worse(self, differ: Differ) -> float:
        """Exchange the sides of the conversations that differ."""
        moving = [pair for pair in self._kinds if pair[0] != pair[1]]
        still = [pair for pair in self._kinds if pair[0] == pair[1]]
        counts, fixed = [self._kinds[pair] for pair in moving], [self._kinds[pair] for pair in still]
        difference = differ([*still, *moving, *((after, before) for before, after in moving)])

        def gain(swapped: Sequence[int]) -> float | None:
            kept = [count - some for count, some in zip(counts, swapped, strict=True)]
            value = difference([*fixed, *kept, *swapped])
            return None if value is None else self._gain(value)

        policy = self._judge.policy
        return randomisation_p(counts, gain, seed=policy.seed, resamples=policy.resamples)

    def _detectable(self) -> dict[str, object]:
        """Say the smallest loss the cases could have shown, if whole conversations were lost; for shares only."""
        if self._asked.metric.unit != "share":
            return {}
        moved = self._moved / self._cases
        return {"smallest_detectable": smallest_detectable(self._cases, moved, alpha=self._judge.policy.alpha)}
