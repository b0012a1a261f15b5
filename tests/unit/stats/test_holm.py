import pytest
from statsmodels.stats.multitest import multipletests

from sekisho.stats.holm import holm

FAMILIES = [[0.03], [0.01, 0.04, 0.03, 0.005], [0.5, 0.5, 0.02], [1.0, 0.0, 1.0], [0.2, 0.01, 0.01, 0.9, 0.049]]


@pytest.mark.parametrize("family", FAMILIES)
def test_adjusted_values_agree_with_statsmodels(family):
    """The adjusted p-values are statsmodels', in the order given."""
    assert holm(family) == pytest.approx(multipletests(family, method="holm")[1], abs=1e-12)


def test_no_tests_no_values():
    """An empty family stays empty."""
    assert holm([]) == ()
