"""The closed forms are those of SciPy and statsmodels to 1e-9, on any input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betainc, betaincinv
from scipy.stats import binomtest, permutation_test
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from sekisho.stats.beta import inverse_regularised_beta, regularised_beta
from sekisho.stats.binomial import at_least, clopper_pearson, wilson
from sekisho.stats.holm import holm
from sekisho.stats.mcnemar import mcnemar_worse_p
from sekisho.stats.randomisation import randomisation_p

CLOSE = {"rel": 1e-9, "abs": 1e-9}
CONFIDENCE = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@st.composite
def counts(draw, largest=2000):
    """Successes and trials."""
    n = draw(st.integers(1, largest))
    return draw(st.integers(0, n)), n


@given(st.floats(0, 1), st.floats(0.5, 5000), st.floats(0.5, 5000))
def test_the_beta_distribution_is_scipys(x, a, b):
    """The regularised incomplete beta function, over the shapes binomial statements use."""
    assert regularised_beta(x, a, b) == pytest.approx(betainc(a, b, x), **CLOSE)


@given(st.floats(0.001, 0.999), st.floats(1, 3000), st.floats(1, 3000))
def test_its_quantiles_are_scipys(p, a, b):
    """The inverse, in the range confidence intervals ask for."""
    assert inverse_regularised_beta(p, a, b) == pytest.approx(betaincinv(a, b, p), **CLOSE)


@given(counts(), st.floats(0.001, 0.999))
def test_binomial_tails_are_scipys(successes, p):
    """The upper tail of the exact test."""
    k, n = successes
    assert at_least(k, n, p) == pytest.approx(binomtest(k, n, p, alternative="greater").pvalue, **CLOSE)


@given(counts(), CONFIDENCE)
def test_intervals_of_a_share_are_statsmodels(successes, confidence):
    """Wilson's interval and the exact one of Clopper and Pearson."""
    k, n = successes
    for ours, name in ((wilson, "wilson"), (clopper_pearson, "beta")):
        low, high = proportion_confint(k, n, alpha=1 - confidence, method=name)
        assert ours(k, n, confidence) == pytest.approx((max(0.0, low), min(1.0, high)), **CLOSE)


@given(st.integers(0, 400), st.integers(0, 400))
def test_mcnemars_test_is_statsmodels(broken, fixed):
    """The exact test in one direction is SciPy's binomial test; of both, the smaller one doubled is statsmodels'."""
    if broken + fixed:
        theirs = mcnemar([[7, broken], [fixed, 7]], exact=True).pvalue
        smaller = min(mcnemar_worse_p(broken, fixed), mcnemar_worse_p(fixed, broken))
        assert min(1.0, 2 * smaller) == pytest.approx(min(1.0, theirs), **CLOSE)
        one = binomtest(broken, broken + fixed, 0.5, alternative="greater").pvalue
        assert mcnemar_worse_p(broken, fixed) == pytest.approx(one, **CLOSE)


@settings(max_examples=40)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holms_correction_is_statsmodels(family):
    """The adjusted p-values, in the order given, ties included."""
    assert holm(family) == pytest.approx(multipletests(family, method="holm")[1], abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=9))
@settings(deadline=None, max_examples=40)
def test_the_randomisation_test_is_scipys(pairs):
    """With every exchange tried, it is SciPy's paired permutation test of the mean difference."""
    steps = [after - before for before, after in pairs if before != after]
    ours = randomisation_p(
        [1] * len(steps),
        lambda swapped: sum((1 - 2 * s) * step for s, step in zip(swapped, steps, strict=True)),
        seed=1,
    )
    before, after = np.array(pairs, dtype=float).T
    theirs = permutation_test(
        (after, before),
        lambda x, y: np.sum(x - y),
        permutation_type="samples",
        alternative="less",
        n_resamples=np.inf,
    )
    assert ours == pytest.approx(theirs.pvalue, **CLOSE)
