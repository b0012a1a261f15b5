import pytest

from sekisho.stats.fisher import more_often_p


def test_the_lady_tasting_tea() -> None:
    """All four cups right has a chance of 1 in 70 (Fisher 1935)."""
    assert more_often_p((4, 4), (0, 4)) == pytest.approx(1 / 70)


@pytest.mark.parametrize(("first", "second"), [((0, 0), (3, 5)), ((2, 5), (0, 0)), ((0, 5), (3, 5)), ((0, 0), (0, 0))])
def test_nothing_speaks_against_equality(first: tuple[int, int], second: tuple[int, int]) -> None:
    """Without trials on a side, or without a failure of the first, the p-value is 1."""
    assert more_often_p(first, second) == pytest.approx(1.0)


@pytest.mark.parametrize(("first", "second"), [((3, 2), (0, 1)), ((0, 1), (-1, 2))])
def test_impossible_counts_are_refused(first: tuple[int, int], second: tuple[int, int]) -> None:
    """More failures than trials, or fewer than none, raise."""
    with pytest.raises(ValueError, match="failures must lie"):
        more_often_p(first, second)
