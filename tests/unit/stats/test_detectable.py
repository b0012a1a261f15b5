from math import sqrt

import pytest
from scipy.stats import multinomial, norm

from sekisho.stats.detectable import smallest_detectable
from sekisho.stats.mcnemar import mcnemar_worse_p


@pytest.mark.parametrize("margin", [0.0, 0.1])
def test_the_drop_solves_the_equation_of_the_sample_size(margin):
    """At the returned drop the sample size of Connor, and of Liu with a margin, is the number of pairs."""
    share, pairs = 0.3, 300
    drop = smallest_detectable(pairs, share, alpha=0.025, power=0.9, margin=margin)
    noise = norm.ppf(0.975) * sqrt(share - margin**2) + norm.ppf(0.9) * sqrt(share - drop**2)
    size = (noise / (drop - margin)) ** 2
    assert size == pytest.approx(pairs)


@pytest.mark.parametrize("n", [24, 48, 96])
def test_the_exact_test_nearly_reaches_the_power(n):
    """McNemar's exact test sees the stated drop at most 0.11 less often than stated."""
    share = 0.3
    drop = smallest_detectable(n, share, power=0.8)
    rates = [(share + drop) / 2, (share - drop) / 2, 1 - share]
    table = [(b, f) for b in range(n + 1) for f in range(b) if b + f <= n]
    seen = [(b, f, n - b - f) for b, f in table if mcnemar_worse_p(b, f) <= 0.05]
    assert 0.69 <= multinomial.pmf(seen, n, rates).sum() <= 0.8


def test_a_drop_brings_its_own_discordance():
    """A drop of d makes at least a share d of pairs differ: a quiet baseline does not hide it."""
    assert smallest_detectable(100, 0.0) == smallest_detectable(100, 0.05)


def test_behind_a_margin_more_is_needed():
    """What must be shown is a drop beyond the margin."""
    assert smallest_detectable(200, 0.1, margin=0.05) > smallest_detectable(200, 0.1) + 0.03


@pytest.mark.parametrize("pairs", [0, 1, 2])
def test_too_few_pairs_see_nothing(pairs):
    """Not even the loss of every pair is evidence."""
    assert smallest_detectable(pairs, 0.1) is None


@pytest.mark.parametrize(
    "wrong", [{"pairs": -1}, {"discordance": 1.5}, {"alpha": 0}, {"power": 1}, {"margin": 1}, {"margin": -0.1}]
)
def test_out_of_range_is_refused(wrong):
    """Arguments that cannot be what they are called are an error."""
    with pytest.raises(ValueError, match="out of range"):
        smallest_detectable(**({"pairs": 100, "discordance": 0.1} | wrong))
