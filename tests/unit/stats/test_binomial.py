from math import comb, factorial, log

import pytest
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

from sekisho.stats.binomial import (
    at_least,
    clopper_pearson,
    log_choose,
    log_factorial,
    wilson,
)
from sekisho.stats.interval import Interval, normal_quantile, two_sided_z

COUNTS = [(0, 1), (1, 1), (0, 20), (7, 20), (20, 20), (3, 171), (150, 171), (480, 1000), (9, 5000)]
PROBABILITIES = [0.0, 0.001, 0.3, 0.5, 0.98, 1.0]


def test_factorials_and_choices():
    """The logarithms are those of the exact integers."""
    assert log_factorial(0) == 0
    assert log_factorial(25) == pytest.approx(log(factorial(25)), rel=1e-14)
    assert log_choose(60, 17) == pytest.approx(log(comb(60, 17)), rel=1e-13)


@pytest.mark.parametrize(("k", "n"), COUNTS)
@pytest.mark.parametrize("p", PROBABILITIES)
def test_distribution_agrees_with_scipy(k, n, p):
    """The upper tail is SciPy's."""
    assert at_least(k, n, p) == pytest.approx(binom.sf(k - 1, n, p), rel=1e-9, abs=1e-250)


def test_beyond_the_last_outcome_is_impossible_or_certain():
    """Below zero and above n successes nothing remains, or everything."""
    assert at_least(5, 4, 0.5) == 0
    assert at_least(0, 4, 0.5) == 1


@pytest.mark.parametrize(("k", "n"), COUNTS)
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.999])
@pytest.mark.parametrize(("function", "method"), [(clopper_pearson, "beta"), (wilson, "wilson")])
def test_intervals_agree_with_statsmodels(k, n, confidence, function, method):
    """Both intervals of a proportion are those of statsmodels."""
    reference = proportion_confint(k, n, alpha=1 - confidence, method=method)
    assert function(k, n, confidence) == pytest.approx(reference, abs=1e-9)


@pytest.mark.parametrize("function", [clopper_pearson, wilson])
def test_no_trials_say_nothing(function):
    """Without trials every proportion is plausible."""
    assert function(0, 0) == Interval(0, 1)


@pytest.mark.parametrize("function", [clopper_pearson, wilson])
@pytest.mark.parametrize("counts", [(-1, 3), (4, 3)])
def test_impossible_counts_are_refused(function, counts):
    """More successes than trials, or fewer than none, is an error."""
    with pytest.raises(ValueError, match="successes"):
        function(*counts)


def test_normal_quantiles():
    """The quantile and the two-sided factor are the tabulated ones."""
    assert normal_quantile(0.5) == 0
    assert two_sided_z(0.95) == pytest.approx(1.959963984540054, abs=1e-12)


@pytest.mark.parametrize("confidence", [0, 1, -0.2, 95])
def test_a_confidence_is_a_share(confidence):
    """95 is not 0.95: it is refused."""
    with pytest.raises(ValueError, match="confidence"):
        two_sided_z(confidence)
