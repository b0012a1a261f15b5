from statistics import fmean

import numpy as np
import pytest

from sekisho.stats.ranks import mean, nearest_rank, p50, p95

SAMPLES = [[7.0], [3, 1, 2], [5, 5, 5, 1], [n * n % 97 for n in range(20)], [n * 37 % 101 for n in range(100)]]


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("percent", [1, 5, 29, 50, 55, 95, 99, 100])
def test_nearest_rank_agrees_with_numpy(sample, percent):
    """Nearest rank is NumPy's inverted distribution function (with exact rank arithmetic)."""
    rank = -(-percent * len(sample) // 100)
    assert nearest_rank(sample, percent) == sorted(sample)[rank - 1]
    if percent * len(sample) % 100:
        assert nearest_rank(sample, percent) == np.percentile(sample, percent, method="inverted_cdf")


def test_p95_needs_twenty_samples():
    """19 samples have no 95th percentile; of 20 it is the 19th."""
    assert p95(range(1, 20)) is None
    assert p95(range(1, 21)) == 19


def test_p50_is_one_of_the_values():
    """Of an even number of values the lower middle one is taken."""
    assert p50([4, 1, 3, 2]) == 2


@pytest.mark.parametrize("sample", SAMPLES)
def test_mean_agrees_with_statistics(sample):
    """The mean is that of the standard library."""
    assert mean(sample) == pytest.approx(fmean(sample))


@pytest.mark.parametrize("summary", [p50, p95, mean])
def test_nothing_measured_is_none(summary):
    """No samples give no figure, never 0."""
    assert summary([]) is None


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_percent_out_of_range_is_refused(percent):
    """There is no 0th and no 101st percentile."""
    with pytest.raises(ValueError, match="percent"):
        nearest_rank([1, 2], percent)
