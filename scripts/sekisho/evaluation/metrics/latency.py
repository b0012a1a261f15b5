"""Latency of a turn in milliseconds, by nearest rank over all turns that got an answer; a search has none."""

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.spec import Pooled
from sekisho.model.run import CaseResult
from sekisho.stats.ranks import mean, p50, p95


def _samples(result: CaseResult, _catalogue: Catalogue) -> list[float]:
    return [turn.latency_ms for turn in result.turns if turn.error is None and not result.search]


LATENCY_P50 = Pooled("latency_p50", _samples, p50, mean, unit="ms", higher_is_better=False)
LATENCY_P95 = Pooled("latency_p95", _samples, p95, mean, unit="ms", higher_is_better=False)
