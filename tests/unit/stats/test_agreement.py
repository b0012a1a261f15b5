import pytest

from sekisho.stats.agreement import cohen_kappa


def test_the_known_example() -> None:
    """20 + 15 of 50 agree, 0.5 by chance: kappa is 0.4."""
    kappa = cohen_kappa([[20, 5], [10, 15]])
    assert kappa is not None
    assert kappa.value == pytest.approx(0.4)
    assert kappa.interval.low < 0.4 < kappa.interval.high


def test_full_agreement_has_no_width() -> None:
    """The large-sample error of complete agreement is 0; opposite raters are at -1."""
    assert cohen_kappa([[3, 0], [0, 4]]) == (1.0, (1.0, 1.0))
    opposite = cohen_kappa([[0, 4], [4, 0]])
    assert opposite is not None
    assert (opposite.value, opposite.interval.low) == (-1.0, -1.0)


@pytest.mark.parametrize("table", [[], [[0, 0], [0, 0]], [[7, 0], [0, 0]], [[0, 0, 0], [0, 5, 0], [0, 0, 0]]])
def test_one_word_is_no_agreement(table: list[list[int]]) -> None:
    """Without ratings, or when both only ever say one thing, chance explains everything: kappa is undefined."""
    assert cohen_kappa(table) is None


def test_a_constant_rater_agrees_by_chance_alone() -> None:
    """Whatever the other says, kappa is 0: the constant rater told nothing."""
    kappa = cohen_kappa([[10, 0, 0], [8, 0, 0], [7, 0, 0]])
    assert kappa is not None
    assert kappa.value == 0.0


@pytest.mark.parametrize("table", [[[1, 2]], [[1], [2]], [[1, -1], [0, 1]]])
def test_what_is_no_table_of_counts_is_refused(table: list[list[int]]) -> None:
    """Ragged, oblong and negative tables raise."""
    with pytest.raises(ValueError, match="square table"):
        cohen_kappa(table)
