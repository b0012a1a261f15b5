import numpy as np
import pytest
from scipy.stats import bootstrap, norm
from sklearn.metrics import f1_score

from sekisho.stats.bootstrap import Bootstrap, paired_bootstrap, ratio_difference
from sekisho.stats.dice import Dice
from sekisho.stats.interval import Interval


def conversations(count: int, seed: int) -> list[tuple[float, float, float, float]]:
    """Sums of (successes, turns) on both sides, skewed and correlated inside a conversation."""
    dice = Dice(seed)
    rows = []
    for _ in range(count):
        turns, level = dice.randint(2, 12), dice.random() ** 2
        base, candidate = (sum(dice.random() > level for _ in range(turns)) for _ in range(2))
        rows.append((base, turns, candidate, turns))
    return rows


@pytest.mark.parametrize(("bca", "method"), [(False, "percentile"), (True, "BCa")])
def test_interval_agrees_with_scipy(bca, method):
    """Both intervals are SciPy's, up to the noise of resampling."""
    rows = conversations(40, seed=5)
    ours = paired_bootstrap(rows, seed=1, resamples=6000, bca=bca)
    theirs = bootstrap(
        [np.arange(len(rows))],
        lambda index: ratio_difference(np.array(rows)[index].sum(axis=0)),
        vectorized=False,
        n_resamples=6000,
        method=method,
        rng=np.random.default_rng(2),
    ).confidence_interval
    assert ours.interval == pytest.approx((theirs.low, theirs.high), abs=0.01)


def test_micro_f1_is_a_ratio_of_sums():
    """Rows of (2 TP, 2 TP + FP + FN) give the difference of scikit-learn's F1."""
    dice = Dice(11)
    gold, base, candidate = ([dice.randint(0, 1) for _ in range(60)] for _ in range(3))

    def sums(truth: int, answer: int) -> tuple[int, int]:
        return 2 * truth * answer, truth + answer

    rows = [(*sums(g, b), *sums(g, c)) for g, b, c in zip(gold, base, candidate, strict=True)]
    expected = f1_score(gold, candidate) - f1_score(gold, base)
    assert paired_bootstrap(rows, seed=1, resamples=10).estimate == pytest.approx(expected)


def test_the_seed_decides_everything():
    """Equal seeds give equal results, other seeds other resamples."""
    rows = conversations(15, seed=2)
    assert paired_bootstrap(rows, seed=4, resamples=50) == paired_bootstrap(rows, seed=4, resamples=50)
    assert paired_bootstrap(rows, seed=4, resamples=50) != paired_bootstrap(rows, seed=5, resamples=50)


@pytest.mark.parametrize("rows", [[], [(1, 2, 2, 2)]])
def test_fewer_than_two_conversations_have_no_interval(rows):
    """One conversation cannot show how conversations vary; its p-values are 1."""
    result = paired_bootstrap(rows, seed=1)
    assert result.interval is None
    assert result.noninferiority_p(0.1) == result.inferiority_p(0.1) == 1


def test_undefined_on_the_data_has_no_estimate():
    """Where there is nothing to divide by there is no estimate, not 0."""
    assert paired_bootstrap([(0, 0, 0, 0)] * 4, seed=1) == Bootstrap(None, None, (), 0)


def test_undefined_resamples_count_against_both_claims():
    """Resamples without a value are counted and never make a p-value smaller."""
    rows = [(1, 1, 1, 1)] + [(0, 0, 0, 0)] * 3
    result = paired_bootstrap(rows, seed=3, resamples=400)
    assert result.undefined + len(result.replicates) == 400
    assert result.undefined > 50
    assert result.noninferiority_p(0.1) >= result.undefined / 401


def test_all_resamples_undefined_have_no_interval():
    """A statistic that no resample defines leaves the estimate alone."""
    answers = iter([0.5])
    result = paired_bootstrap([(1,), (1,)], lambda _: next(answers, None), seed=1, resamples=5)
    assert result == Bootstrap(0.5, None, (), 5)


def test_p_values_count_resamples_on_the_wrong_side():
    """The share beyond the margin, the data counted as one more resample."""
    result = Bootstrap(0.0, Interval(-0.2, 0.1), (-0.2, -0.1, 0.0, 0.1), 0)
    assert result.noninferiority_p(0.1) == 3 / 5
    assert result.inferiority_p(0.1) == 4 / 5
    assert result.noninferiority_p(0.3) == 1 / 5


def test_bca_without_bias_estimate_is_the_percentile_interval():
    """Identical conversations leave nothing to correct."""
    rows = [(1, 2, 2, 2)] * 5
    assert paired_bootstrap(rows, seed=1, resamples=20, bca=True).interval == Interval(0.5, 0.5)


def test_bca_shares_stay_when_all_resamples_are_on_one_side():
    """A statistic that only moves down when resampled keeps its percentile tails."""
    values = iter([1.0, *(-i / 100 for i in range(100)), *[0.0] * 10])
    corrected = paired_bootstrap([(1,)] * 3, lambda _: next(values), seed=1, resamples=100, bca=True)
    assert corrected.interval == pytest.approx((-0.96525, -0.02475))


def test_bca_moves_the_tails_by_twice_the_bias():
    """With 30 % of the resamples below the estimate and no skewness, tail z becomes z + 2 z(0.3)."""
    values = iter([29.5, *map(float, range(100)), *[0.0] * 10])
    corrected = paired_bootstrap([(1,)] * 3, lambda _: next(values), seed=1, resamples=100, confidence=0.5, bca=True)
    shares = norm.cdf(norm.ppf([0.25, 0.75]) + 2 * norm.ppf(0.3))
    assert corrected.interval == pytest.approx(np.quantile(np.arange(100.0), shares))
