"""The noise floor: the base against itself. Whatever differs there differs although nothing has changed."""

from datetime import date

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.compare import compare
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.run import Run
from sekisho.model.verdict import Noise, Pairing

FLIPS = frozenset({Pairing.BROKEN, Pairing.FIXED, Pairing.UNSTABLE})


def noise_of(
    baseline: Run,
    again: Run,
    policy: GatePolicy,
    catalogue: Catalogue | None = None,
    today: date | None = None,
) -> Noise:
    """Return what two independent runs of the base differ in: the cases that flip, and each metric the policy names.

    A difference is that of the second run minus the first, with the interval a change would get.
    """
    found = compare(baseline, again, policy, catalogue, today)
    measured = [metric for metric in found.metrics if metric.name in policy.metrics and metric.difference is not None]
    return Noise(
        cases=sum(pair.pairing is not Pairing.NOT_COMPARED for pair in found.pairs),
        unstable=tuple(pair.case for pair in found.pairs if pair.pairing in FLIPS),
        metrics=tuple(measured),
    )
