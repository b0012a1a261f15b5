"""Reliability: pass^k, the probability that all k trials of a case pass, mean over cases (Yao et al. 2024, tau-bench).

k is the number of trials that were run; the detail gives the whole curve from pass^1. Shown with several trials only:
one trial says nothing about the next.
"""

from collections.abc import Mapping, Sequence

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Pooled, Samples
from sekisho.model.base import Json
from sekisho.model.run import CaseState
from sekisho.stats.repeats import pass_hat_k

Outcome = tuple[int, int]
"""How many trials of a case passed, and how many there were."""


def _samples(trials: Sequence[Seen], _catalogue: Catalogue) -> Samples:
    if len(trials) < 2:
        return ()
    return ((sum(seen.result.state is CaseState.PASSED for seen in trials), len(trials)),)


def mean_pass_hat(outcomes: Mapping[Outcome, int], k: int) -> float | None:
    """Return pass^k over the cases with at least `k` trials, None without any."""
    scores = [(pass_hat_k(passed, trials, k), count) for (passed, trials), count in sorted(outcomes.items())]
    known = [(score, count) for score, count in scores if score is not None]
    cases = sum(count for _, count in known)
    return sum(score * count for score, count in known) / cases if cases else None


def _most(outcomes: Mapping[Outcome, int]) -> int:
    return max((trials for _, trials in outcomes), default=1)


def _figure(outcomes: Mapping[Outcome, int]) -> float | None:
    return mean_pass_hat(outcomes, _most(outcomes))


def _detail(outcomes: Mapping[Outcome, int]) -> Mapping[str, Json]:
    if not outcomes:
        return {}
    k = _most(outcomes)
    return {"k": k, "curve": {f"pass^{some}": mean_pass_hat(outcomes, some) for some in range(1, k + 1)}}


PASS_HAT_K = Pooled("pass_hat_k", _samples, _figure, detail=_detail, unstable=True)
