import numpy as np
import pytest
from scipy.stats import bootstrap

from sekisho.stats.bootstrap import bootstrap_interval
from sekisho.stats.dice import Dice

TAILS = (0.025, 0.975)


def conversations(count: int, seed: int) -> np.ndarray:
    """Sums of (successes, turns) on both sides, skewed and correlated inside a conversation."""
    dice = Dice(seed)
    rows = []
    for _ in range(count):
        turns, level = dice.randint(2, 12), dice.random() ** 2
        base, candidate = (sum(dice.random() > level for _ in range(turns)) for _ in range(2))
        rows.append((base, turns, candidate, turns))
    return np.array(rows)


def difference(totals: np.ndarray) -> float:
    """Return candidate minus baseline of successes per turn."""
    return float(totals[2] / totals[3] - totals[0] / totals[1])


def test_interval_agrees_with_scipy():
    """The interval is SciPy's percentile interval, up to the noise of resampling."""
    rows = conversations(40, seed=5)
    ours = bootstrap_interval([1] * 40, lambda n: difference(np.array(n) @ rows), seed=1, resamples=6000, shares=TAILS)
    theirs = bootstrap(
        [np.arange(len(rows))],
        lambda index: difference(rows[index].sum(axis=0)),
        vectorized=False,
        n_resamples=6000,
        method="percentile",
        rng=np.random.default_rng(2),
    ).confidence_interval
    assert ours == pytest.approx((theirs.low, theirs.high), abs=0.01)


def test_the_seed_decides_everything():
    """Equal seeds give equal results, other seeds other resamples."""
    rows = conversations(15, seed=2)

    def interval(seed: int) -> object:
        return bootstrap_interval(
            [1] * 15, lambda n: difference(np.array(n) @ rows), seed=seed, resamples=50, shares=TAILS
        )

    assert interval(4) == interval(4)
    assert interval(4) != interval(5)


def test_equal_conversations_are_counted():
    """Ten conversations of two kinds are drawn as often as ten conversations one by one."""
    seen = []
    bootstrap_interval([7, 3], lambda n: seen.append(tuple(n)) or 0.0, seed=1, resamples=4000, shares=TAILS)
    assert {sum(picked) for picked in seen} == {10}
    assert np.mean([picked[0] for picked in seen]) == pytest.approx(7, abs=0.1)
    assert np.var([picked[0] for picked in seen]) == pytest.approx(10 * 0.7 * 0.3, rel=0.1)


@pytest.mark.parametrize("weights", [[], [1], [0, 1]])
def test_fewer_than_two_conversations_have_no_interval(weights):
    """One conversation cannot show how conversations vary."""
    assert bootstrap_interval(weights, lambda _: 0.5, seed=1, resamples=10, shares=TAILS) is None


def test_undefined_on_the_data_has_no_interval():
    """Where there is nothing to divide by there is no interval, not one around 0."""
    assert bootstrap_interval([4], lambda _: None, seed=1, resamples=10, shares=TAILS) is None


def test_all_resamples_undefined_have_no_interval():
    """A figure that no resample defines has no interval; one that some define has theirs."""
    answers = iter([0.5])
    assert bootstrap_interval([2], lambda _: next(answers, None), seed=1, resamples=5, shares=TAILS) is None
    some = iter([0.5, None, 0.25, None, 0.25])
    assert bootstrap_interval([2], lambda _: next(some, None), seed=1, resamples=5, shares=TAILS) == (0.25, 0.25)
