"""Laws of the statistics that hold for every input."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from sekisho.stats.beta import inverse_regularised_beta, regularised_beta
from sekisho.stats.binomial import at_least, clopper_pearson, wilson
from sekisho.stats.bootstrap import bootstrap_interval
from sekisho.stats.detectable import smallest_detectable
from sekisho.stats.dice import Dice
from sekisho.stats.holm import holm
from sekisho.stats.mcnemar import Pairs, difference_interval, mcnemar_worse_p, score
from sekisho.stats.ranks import nearest_rank

SHARES = st.floats(0.001, 0.999)
SHAPES = st.floats(0.5, 5000)


@st.composite
def tables(draw, largest=400):
    """A possible paired comparison with at least one pair."""
    total = draw(st.integers(1, largest))
    broken = draw(st.integers(0, total))
    return Pairs(total, broken, draw(st.integers(0, total - broken)))


@st.composite
def counts(draw, largest=300):
    """Successes and trials."""
    n = draw(st.integers(1, largest))
    return draw(st.integers(0, n)), n


@given(SHARES, SHAPES, SHAPES)
def test_beta_is_symmetric_and_inverts(x, a, b):
    """I_x(a, b) + I_{1-x}(b, a) = 1, and the quantile of a quantile's share is itself."""
    share = regularised_beta(x, a, b)
    assert 0 <= share <= 1
    assert share + regularised_beta(1 - x, b, a) == pytest.approx(1, abs=1e-10)
    assert regularised_beta(inverse_regularised_beta(x, a, b), a, b) == pytest.approx(x, abs=1e-9)


@given(counts(), SHARES)
def test_binomial_tails_cover_everything(successes, p):
    """P(X >= k) of successes and P(X >= n - k + 1) of failures are all there is."""
    k, n = successes
    assert at_least(k, n, p) + at_least(n - k + 1, n, 1 - p) == pytest.approx(1, abs=1e-10)


@given(counts(), st.floats(0.5, 0.99))
def test_intervals_hold_their_estimate_and_nest(successes, confidence):
    """The estimate is inside, more confidence is wider, and swapping success and failure mirrors the interval."""
    k, n = successes
    for interval in (clopper_pearson, wilson):
        narrow, wide, mirrored = interval(k, n, confidence), interval(k, n, 0.995), interval(n - k, n, confidence)
        assert 0 <= wide.low <= narrow.low <= k / n <= narrow.high <= wide.high <= 1
        assert mirrored == pytest.approx((1 - narrow.high, 1 - narrow.low), abs=1e-9)


@settings(max_examples=25)
@given(st.integers(1, 60), SHARES, st.sampled_from([0.8, 0.95]))
def test_clopper_pearson_covers(n, p, confidence):
    """The exact interval holds the true proportion at least as often as it says, for every n and p."""
    inside = (k for k in range(n + 1) if (i := clopper_pearson(k, n, confidence)).low <= p <= i.high)
    assert sum(binom.pmf(k, n, p) for k in inside) >= confidence - 1e-9


@given(tables(), st.floats(0.5, 0.99))
def test_paired_interval_holds_its_estimate_and_mirrors(pairs, confidence):
    """The difference is inside [-1, 1] and inside its interval; exchanging the sides changes the sign."""
    low, high = difference_interval(pairs, confidence)
    assert -1 <= low <= pairs.difference <= high <= 1
    assert difference_interval(Pairs(pairs.total, pairs.fixed, pairs.broken), confidence) == (-high, -low)


@given(tables(60), st.integers(-900, 900))
def test_score_falls_with_broken_and_rises_with_fixed_pairs(pairs, per_mille):
    """One more broken pair is never evidence for the candidate: the interval relies on it."""
    (total, broken, fixed), difference = pairs, per_mille / 1000
    if broken + fixed < total:
        assert score(Pairs(total, broken + 1, fixed), difference) <= score(pairs, difference) + 1e-9
        assert score(Pairs(total, broken, fixed + 1), difference) >= score(pairs, difference) - 1e-9


@given(st.integers(0, 200), st.integers(0, 200))
def test_mcnemar_is_a_probability_that_falls_with_what_broke(broken, fixed):
    """More broken cases are never less evidence of a loss, more fixed ones never more."""
    assert 0 <= mcnemar_worse_p(broken + 1, fixed) <= mcnemar_worse_p(broken, fixed) + 1e-12
    assert mcnemar_worse_p(broken, fixed) <= mcnemar_worse_p(broken, fixed + 1) + 1e-12 <= 1 + 1e-12


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_only_raises_and_keeps_the_order(family):
    """Adjusted values are in [p, 1], ordered as the raw ones, and at most the Bonferroni values."""
    adjusted = holm(family)
    for raw, p in zip(family, adjusted, strict=True):
        assert raw <= p <= min(1.0, raw * len(family)) or p == max(adjusted)
        assert raw <= p <= 1
    ranked = sorted(zip(family, adjusted, strict=True))
    assert [p for _, p in ranked] == sorted(adjusted)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=60), st.integers(1, 100))
def test_nearest_rank_is_a_value_with_enough_below(values, percent):
    """The percentile is one of the values, and at least that share of values is not above it."""
    value = nearest_rank(values, percent)
    assert value in values
    assert 100 * sum(v <= value for v in values) >= percent * len(values)
    assert 100 * sum(v < value for v in values) < percent * len(values)


@given(st.integers(0, 2000), st.integers(0, 2000), st.floats(0, 1), st.floats(0, 0.2))
def test_more_pairs_never_see_less(one, other, discordance, margin):
    """The smallest detectable drop does not rise with the number of pairs and is beyond the margin."""
    few, many = (smallest_detectable(n, discordance, margin=margin) for n in sorted((one, other)))
    if few is not None:
        assert margin < many <= few <= 1


def difference(rows):
    """Candidate minus baseline of a ratio of sums, for so many of each of `rows`."""

    def figure(weights):
        before, of_before, after, of_after = (
            sum(weight * value for weight, value in zip(weights, column, strict=True))
            for column in zip(*rows, strict=True)
        )
        return after / of_after - before / of_before

    return figure


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(5, 9)), min_size=2, max_size=12), st.integers())
def test_bootstrap_of_equal_sides_is_exactly_zero(sides, seed):
    """A candidate that answers like the baseline differs by 0 in every resample; exchanging sides mirrors."""

    def interval(rows):
        return bootstrap_interval([1] * len(rows), difference(rows), seed=seed, resamples=30, shares=(0.05, 0.95))

    assert interval([(*side, *side) for side in sides]) == (0, 0)
    forth, back = interval([(*side, 1, 2) for side in sides]), interval([(1, 2, *side) for side in sides])
    assert back == pytest.approx((-forth.high, -forth.low))


def test_bootstrap_interval_covers_at_about_its_level():
    """Of 200 seeded data sets of 40 skewed conversations, a 90 % interval holds the truth in 84 % to 96 %."""
    dice, held = Dice(17), 0
    for _ in range(200):
        rows = []
        for _ in range(40):
            level, turns = dice.choice((0.3, 0.95)), dice.randint(2, 8)
            sums = [sum(dice.random() < level for _ in range(turns)) for _ in range(2)]
            rows.append((sums[0], turns, sums[1], turns))
        seed = dice.randint(0, 9999)
        interval = bootstrap_interval([1] * 40, difference(rows), seed=seed, resamples=300, shares=(0.05, 0.95))
        held += interval.low <= 0 <= interval.high
    assert 168 <= held <= 192
