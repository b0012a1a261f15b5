import pytest
from scipy.special import betainc, betaincinv, betaln

from sekisho.stats.beta import inverse_regularised_beta, log_beta, regularised_beta

SHAPES = [(0.5, 0.5), (1, 1), (1, 9), (3, 2), (17, 0.3), (40, 260), (500, 501), (2500, 7), (30_000, 60_000)]
SHARES = [1e-12, 0.001, 0.025, 0.3, 0.5, 0.77, 0.975, 0.9999]


@pytest.mark.parametrize(("a", "b"), SHAPES)
def test_log_beta_agrees_with_scipy(a, b):
    """The normalising constant is SciPy's."""
    assert log_beta(a, b) == pytest.approx(betaln(a, b), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("a", "b"), SHAPES)
@pytest.mark.parametrize("x", [0, *SHARES, 1])
def test_distribution_agrees_with_scipy(a, b, x):
    """I_x(a, b) is SciPy's, on both sides of the mean and at the ends."""
    assert regularised_beta(x, a, b) == pytest.approx(betainc(a, b, x), rel=1e-9, abs=1e-290)


@pytest.mark.parametrize(("a", "b"), SHAPES)
@pytest.mark.parametrize("p", [0, *SHARES, 1])
def test_quantile_agrees_with_scipy(a, b, p):
    """The inverse is SciPy's."""
    assert inverse_regularised_beta(p, a, b) == pytest.approx(betaincinv(a, b, p), abs=1e-9)


def test_quantile_that_underflows_ends():
    """A quantile below the smallest number is 0 or next to it; the search does not run forever."""
    assert inverse_regularised_beta(1e-300, 0.01, 3) < 1e-300


@pytest.mark.parametrize("function", [regularised_beta, inverse_regularised_beta])
@pytest.mark.parametrize("arguments", [(-0.1, 1, 1), (1.1, 1, 1), (0.5, 0, 1), (0.5, 1, -1), (float("nan"), 1, 1)])
def test_outside_its_domain_it_refuses(function, arguments):
    """A probability outside [0, 1] or a shape that is not positive is an error, not a number."""
    with pytest.raises(ValueError, match="needs 0 <= "):
        function(*arguments)
