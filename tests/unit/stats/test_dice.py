from collections import Counter

import numpy as np
import pytest
from scipy.stats import binom, chisquare

from sekisho.stats.dice import Dice


@pytest.mark.parametrize(
    ("n", "p"),
    [
        (9, 0.3),
        (40, 0.5),
        (60, 0.9),
        (300, 0.02),
        (300, 0.35),
        (2000, 0.4),
        (40, 0.26),
        (50000, 0.003),
        (50000, 0.49),
        (5, 0.0),
        (5, 1.0),
        (0, 0.5),
    ],
)
def test_successes_are_binomial(n, p):
    """Waiting, rejecting and bits all give SciPy's distribution: the mean, and a chi-square test over quantiles."""
    dice = Dice(7)
    drawn = [dice.binomial(n, p) for _ in range(4000)]
    assert 0 <= min(drawn) <= max(drawn) <= n
    assert np.mean(drawn) == pytest.approx(n * p, abs=4 * (n * p * (1 - p) / 4000) ** 0.5 + 1e-12)
    cuts = sorted({int(binom.ppf(share, n, p)) for share in (0.1, 0.3, 0.5, 0.7, 0.9)})
    chances = np.diff([0, *binom.cdf(cuts, n, p), 1])
    seen = np.histogram(drawn, [-1, *[cut + 0.5 for cut in cuts], n + 1])[0]
    real = chances > 1e-12
    assert not seen[~real].any()
    if real.sum() > 1:
        assert chisquare(seen[real], 4000 * chances[real] / chances[real].sum()).pvalue > 0.001


@pytest.mark.parametrize("weights", [[1] * 12, [3, 1, 2], [900, 60, 40], [500, 500]])
def test_a_resample_draws_every_thing_alike(weights):
    """As many draws as things, each kind in proportion, with the variance of drawing with replacement."""
    total = sum(weights)
    drawn = np.array(list(Dice(3).multinomials(weights, 3000)))
    assert drawn.shape == (3000, len(weights))
    assert (drawn.sum(axis=1) == total).all()
    shares = np.array(weights) / total
    assert drawn.mean(axis=0) == pytest.approx(total * shares, rel=0.05)
    assert drawn.var(axis=0) == pytest.approx(total * shares * (1 - shares), rel=0.15)


def test_equal_seeds_throw_alike():
    """A resample can be repeated."""
    assert list(Dice(1).multinomials([90, 9, 1], 20)) == list(Dice(1).multinomials([90, 9, 1], 20))
    assert Counter(Dice(1).binomial(9, 0.5) for _ in range(50)) != Counter(Dice(2).binomial(9, 0.5) for _ in range(50))


def test_a_probability_is_checked():
    """Outside [0, 1] there is nothing to throw."""
    with pytest.raises(ValueError, match=r"found 1\.5"):
        Dice(1).binomial(3, 1.5)
