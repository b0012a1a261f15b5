"""Latency of a turn in milliseconds, by nearest rank over all turns that got an answer; a search has none."""

from collections.abc import Sequence

from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Pooled, Values, each
from sekisho.stats.ranks import mean, p50, p95


def _read(seen: Seen) -> Sequence[float]:
    return [turn.latency_ms for turn in seen.result.turns if turn.error is None and not seen.result.search]


def _samples(seen: Seen) -> Sequence[float]:
    return seen.once("latencies", _read)


def _mean(values: Values) -> float | None:
    return mean(values.numbers)


def _p50(values: Values) -> float | None:
    return p50(values.numbers)


def _p95(values: Values) -> float | None:
    return p95(values.numbers)


LATENCY_P50 = Pooled("latency_p50", each(_samples), _p50, bag=Values, of_case=_mean, unit="ms", higher_is_better=False)
LATENCY_P95 = Pooled("latency_p95", each(_samples), _p95, bag=Values, of_case=_mean, unit="ms", higher_is_better=False)
