from math import inf, log

import pytest
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import binomtest

from sekisho.stats.interval import Interval, two_sided_z
from sekisho.stats.mcnemar import Pairs, difference_interval, mcnemar_worse_p, score

DISCORDANT = [(0, 0), (1, 0), (5, 0), (3, 3), (12, 4), (4, 12), (80, 51)]
TABLES = [Pairs(20, 3, 1), Pairs(171, 0, 2), Pairs(171, 12, 4), Pairs(50, 25, 25), Pairs(40, 0, 0)]


@pytest.mark.parametrize(("broken", "fixed"), DISCORDANT[1:])
def test_one_sided_p_is_a_binomial_tail(broken, fixed):
    """The one-sided test asks whether more than half of the discordant pairs broke."""
    reference = binomtest(broken, broken + fixed, 0.5, alternative="greater").pvalue
    assert mcnemar_worse_p(broken, fixed) == pytest.approx(reference, abs=1e-9)


def test_no_discordant_pair_is_no_evidence():
    """Where nothing differs, nothing got worse."""
    assert mcnemar_worse_p(0, 0) == 1


def reference_score(pairs: Pairs, difference: float) -> float:
    """Tango's statistic with the restricted maximum likelihood found by search instead of in closed form."""
    n, broken, fixed = pairs

    def loss(rate: float) -> float:
        cells = ((fixed, rate + difference), (broken, rate), (n - broken - fixed, 1 - 2 * rate - difference))
        return -sum(count * log(share) if count else 0.0 for count, share in cells)

    low, high = max(0.0, -difference), (1 - difference) / 2
    rate = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-13}).x
    return (fixed - broken - n * difference) / (n * (2 * rate + difference * (1 - difference))) ** 0.5


@pytest.mark.parametrize("pairs", TABLES)
@pytest.mark.parametrize("difference", [-0.4, -0.05, 0.02, 0.3])
def test_score_agrees_with_numerical_likelihood(pairs, difference):
    """The closed form of the restricted estimate is the maximum of the likelihood."""
    assert score(pairs, difference) == pytest.approx(reference_score(pairs, difference), abs=1e-5)


@pytest.mark.parametrize("pairs", TABLES[:4])
def test_interval_ends_solve_the_score_equation(pairs):
    """At both ends the numerically found score is the normal quantile."""
    z = two_sided_z(0.9)
    low = brentq(lambda d: reference_score(pairs, d) - z, -0.999, pairs.difference)
    high = brentq(lambda d: reference_score(pairs, d) + z, pairs.difference, 0.999)
    assert difference_interval(pairs, 0.9) == pytest.approx((low, high), abs=1e-5)


@pytest.mark.parametrize(
    ("pairs", "confidence", "expected"),
    [
        (Pairs(14, 0, 7), 0.95, (0.177034, 0.732008)),
        (Pairs(618, 25, 28), 0.9, (-0.0148, 0.0247)),
    ],
)
def test_interval_agrees_with_propcis(pairs, confidence, expected):
    """Published results of `PropCIs::scoreci.mp` in R, to the digits given."""
    assert difference_interval(pairs, confidence) == pytest.approx(expected, abs=5e-5)


def test_no_discordant_pair_still_leaves_doubt():
    """Without any difference the interval is z^2 / (n + z^2) wide on both sides, not a point."""
    z = two_sided_z(0.95)
    end = z * z / (171 + z * z)
    assert difference_interval(Pairs(171, 0, 0)) == pytest.approx((-end, end))


def test_extreme_tables_stay_inside():
    """No pairs allow everything; all broken ends at -1."""
    assert difference_interval(Pairs(0, 0, 0)) == Interval(-1, 1)
    assert difference_interval(Pairs(10, 10, 0)).low == -1


def test_score_without_variance():
    """No discordant pair is no evidence against equality; all fixed is infinite evidence against it at certainty."""
    assert score(Pairs(9, 0, 0), 0.0) == 0
    assert score(Pairs(9, 9, 0), -1.0) == 0
    assert score(Pairs(9, 0, 9), -1.0) == inf


@pytest.mark.parametrize("pairs", [Pairs(3, 2, 2), Pairs(3, -1, 0), Pairs(-1, 0, 0)])
def test_impossible_pairs_are_refused(pairs):
    """More discordant pairs than pairs is an error."""
    with pytest.raises(ValueError, match="discordant"):
        difference_interval(pairs)
