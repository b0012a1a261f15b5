from itertools import product

import pytest
from scipy.stats import multinomial

from sekisho.stats.mcnemar import Pairs, score
from sekisho.stats.noninferiority import inferiority_p, noninferiority_p


def brute_force(pairs: Pairs, bound: float) -> float:
    """Sum every outcome at least as extreme over a fine grid of the nuisance rate: the definition itself."""
    n = pairs.total
    observed = score(pairs, bound) - 1e-9
    cells = [(b, f) for b, f in product(range(n + 1), repeat=2) if b + f <= n]
    region = [(b, f, n - b - f) for b, f in cells if score(Pairs(n, b, f), bound) >= observed]
    low, high = max(0.0, -bound), (1 - bound) / 2
    rates = [low + (high - low) * i / 800 for i in range(801)]
    return max(
        float(multinomial.pmf(region, n, [rate, rate + bound, max(0.0, 1 - 2 * rate - bound)]).sum()) for rate in rates
    )


@pytest.mark.parametrize("margin", [0.0, 0.05, 0.2])
@pytest.mark.parametrize("pairs", [Pairs(9, 0, 0), Pairs(12, 1, 3), Pairs(12, 5, 0), Pairs(15, 2, 2)])
def test_both_tests_agree_with_brute_force(pairs, margin):
    """The p-values are those of the definition, and never below it by more than the grid's error."""
    mirrored = Pairs(pairs.total, pairs.fixed, pairs.broken)
    assert noninferiority_p(pairs, margin) == pytest.approx(min(1, brute_force(pairs, -margin)), abs=2e-4)
    assert inferiority_p(pairs, margin) == pytest.approx(min(1, brute_force(mirrored, margin)), abs=2e-4)


def test_all_pairs_equal_says_exactly_how_many_are_needed():
    """With no discordant pair the p-value is (1 - margin)^n: 59 pairs for a margin of 0.05."""
    assert noninferiority_p(Pairs(58, 0, 0), 0.05) == pytest.approx(0.95**58)
    assert noninferiority_p(Pairs(58, 0, 0), 0.05) > 0.05 > noninferiority_p(Pairs(59, 0, 0), 0.05)


def test_five_broken_and_none_fixed():
    """A plain regression is called worse; within a wide margin it is not."""
    assert inferiority_p(Pairs(100, 5, 0), 0.0) < 0.05 < inferiority_p(Pairs(100, 5, 0), 0.05)


def test_no_pairs_prove_nothing():
    """Nothing to compare is evidence for neither side."""
    assert noninferiority_p(Pairs(0, 0, 0), 0.05) == inferiority_p(Pairs(0, 0, 0), 0.05) == 1


@pytest.mark.parametrize("margin", [1, -1, 5])
def test_a_margin_is_a_difference_of_rates(margin):
    """5 is not 5 %: it is refused."""
    with pytest.raises(ValueError, match="margin"):
        noninferiority_p(Pairs(3, 0, 0), margin)


def test_impossible_pairs_are_refused_by_both():
    """Counts that cannot be a comparison are an error."""
    for test in (noninferiority_p, inferiority_p):
        with pytest.raises(ValueError, match="discordant"):
            test(Pairs(3, 2, 2), 0.05)
