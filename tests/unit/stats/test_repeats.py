from itertools import combinations

import pytest

from sekisho.stats.repeats import pass_hat_k


@pytest.mark.parametrize(("passed", "trials", "k"), [(3, 5, 2), (5, 5, 3), (1, 4, 1), (2, 6, 3), (0, 3, 1)])
def test_it_is_the_share_of_samples_that_all_pass(passed, trials, k):
    """Of all ways to pick k of the trials, the share in which every one succeeded."""
    outcomes = [number < passed for number in range(trials)]
    picks = list(combinations(outcomes, k))
    assert pass_hat_k(passed, trials, k) == pytest.approx(sum(map(all, picks)) / len(picks))


def test_fewer_trials_than_k_say_nothing():
    """Two trials cannot say what three would do."""
    assert pass_hat_k(2, 2, 3) is None


@pytest.mark.parametrize(("passed", "trials", "k"), [(3, 2, 1), (-1, 2, 1), (1, 2, 0)])
def test_impossible_counts_are_refused(passed, trials, k):
    """More successes than trials, or a sample of none, is a defect of the caller."""
    with pytest.raises(ValueError, match="out of range"):
        pass_hat_k(passed, trials, k)
