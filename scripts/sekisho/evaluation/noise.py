"""The noise floor: the base against itself. Whatever differs there differs although nothing has changed.

A case that flips there is unstable and cannot fail a gate alone, but it still counts in the metrics, on both sides: to
leave out where one run of the base differed from the other would flatter the one that is compared, and make harmless
changes look like losses (regression to the mean). Flips that are noise cancel out.
"""

from datetime import date

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.compare import compare_sides
from sekisho.evaluation.metrics.table import METRIC_NAMES
from sekisho.evaluation.pairing import side_by_side
from sekisho.evaluation.rules import Judge
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

    A difference is that of the second run minus the first, with the interval a change would get. Cases that were tried
    again on the base are compared by the trials that both runs have.
    """
    trials, judge = baseline.header.trials, Judge(policy, catalogue or Catalogue())
    sides = (one.until(trials) for one in side_by_side(baseline.results, again.results))
    found = compare_sides(sides, trials, judge, today, [METRIC_NAMES[name] for name in _known(policy)])
    return Noise(
        cases=sum(pair.pairing is not Pairing.NOT_COMPARED for pair in found.pairs),
        unstable=tuple(pair.case for pair in found.pairs if pair.pairing in FLIPS),
        metrics=tuple(metric for metric in found.metrics if metric.difference is not None),
    )


def _known(policy: GatePolicy) -> list[str]:
    return [name for name in METRIC_NAMES if name in policy.metrics]


def with_noise(comparison: Comparison, noise: Noise) -> Comparison:
    """Return the comparison with its noise floor, the cases that flip by themselves marked as unstable."""
    flipping = frozenset(noise.unstable)
    pairs = tuple(_shaken(pair) if pair.case in flipping else pair for pair in comparison.pairs)
    return comparison.model_copy(update={"pairs": pairs, "noise": noise})


def _shaken(pair: CasePair) -> CasePair:
    if pair.pairing is Pairing.NOT_COMPARED:
        return pair
    return pair.model_copy(update={"pairing": Pairing.UNSTABLE, "note": "; ".join(filter(None, [FLIPPED, pair.note]))})
