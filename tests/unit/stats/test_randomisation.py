from collections import Counter

import numpy as np
import pytest
from scipy.stats import permutation_test

from sekisho.stats.mcnemar import mcnemar_worse_p
from sekisho.stats.randomisation import randomisation_p

PAIRS = [(1.0, 0.2), (0.5, 0.5), (0.7, 0.9), (0.9, 0.1), (1.0, 0.4), (0.3, 0.6), (1.0, 0.2), (0.8, 0.1)]


def exchanged(pairs):
    """The kinds of differing pair with their counts, and the gain in the sum after an exchange."""
    kinds = Counter(pair for pair in pairs if pair[0] != pair[1])
    steps = [after - before for before, after in kinds]

    def gain(swapped):
        return sum((n - 2 * s) * step for n, s, step in zip(kinds.values(), swapped, steps, strict=True))

    return list(kinds.values()), gain


def test_the_exact_test_is_scipys():
    """With every exchange tried, the p-value is SciPy's paired permutation test."""
    before, after = np.array(PAIRS).T
    theirs = permutation_test(
        (after, before), lambda x, y: np.sum(x - y), permutation_type="samples", alternative="less", n_resamples=np.inf
    )
    assert randomisation_p(*exchanged(PAIRS), seed=1) == pytest.approx(theirs.pvalue, abs=1e-12)


@pytest.mark.parametrize(("broken", "fixed"), [(5, 0), (3, 0), (4, 2), (1, 6), (12, 3)])
def test_of_yes_and_no_it_is_mcnemars(broken, fixed):
    """For paired yes/no outcomes the exact test is McNemar's, in one direction."""
    pairs = [(1.0, 0.0)] * broken + [(0.0, 1.0)] * fixed
    assert randomisation_p(*exchanged(pairs), seed=1) == pytest.approx(mcnemar_worse_p(broken, fixed), abs=1e-12)


def test_many_exchanges_are_drawn():
    """With more exchanges than resamples the p-value is close to the exact one, and never 0."""
    pairs = [(1.0, 0.0)] * 40 + [(0.0, 1.0)] * 25
    drawn = randomisation_p(*exchanged(pairs), seed=5, resamples=900)
    assert drawn == pytest.approx(mcnemar_worse_p(40, 25), abs=0.02)
    assert drawn == randomisation_p(*exchanged(pairs), seed=5, resamples=900)
    clear = exchanged([(1.0, 0.0)] * 200)
    assert randomisation_p(*clear, seed=5, resamples=99) == pytest.approx(0.01)


def test_nothing_that_differs_is_no_evidence():
    """Without a differing pair the one exchange there is is as bad as the data."""
    assert randomisation_p([], lambda _: 0.0, seed=1) == 1


def test_what_is_not_defined_counts_against_the_claim():
    """No figure on the data is no evidence; an exchange without one is counted as bad."""
    assert randomisation_p([3], lambda _: None, seed=1) == 1
    assert randomisation_p([3], lambda swapped: None if swapped[0] == 3 else float(swapped[0]), seed=1) == 2 / 8
