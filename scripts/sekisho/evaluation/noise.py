"""The noise floor: the base against itself. Whatever differs there differs although nothing has changed.

A case that flips there is unstable and cannot fail a gate alone, but it still counts in the metrics, on both sides: to
leave out where one run of the base differed from the other would flatter the one that is compared, and make harmless
changes look like losses (regression to the mean). Flips that are noise cancel out.
"""

from datetime import date

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.compare import compare
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.run import Run
from sekisho.model.verdict import CasePair, Comparison, Noise, Pairing

FLIPPED = "unstable: ended differently when the base ran against itself"
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


def with_noise(comparison: Comparison, noise: Noise) -> Comparison:
    """Return the comparison with its noise floor, the cases that flip by themselves marked as unstable."""
    flipping = frozenset(noise.unstable)
    pairs = tuple(_shaken(pair) if pair.case in flipping else pair for pair in comparison.pairs)
    return comparison.model_copy(update={"pairs": pairs, "noise": noise})


def _shaken(pair: CasePair) -> CasePair:
    if pair.pairing is Pairing.NOT_COMPARED:
        return pair
    return pair.model_copy(update={"pairing": Pairing.UNSTABLE, "note": "; ".join(filter(None, [FLIPPED, pair.note]))})
