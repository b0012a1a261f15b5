import pytest

from sekisho.gate.wording import amount, counted, listed


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(-0.0667, "share", "6.7 points"), (22.0, "ms", "22 ms"), (-0.00012, "money", "0.00012 money")],
)
def test_a_difference_has_its_unit_and_no_sign(value: float, unit: str, text: str) -> None:
    """Shares differ by percentage points, everything else by its own unit."""
    assert amount(value, unit) == text


def test_long_lists_are_cut() -> None:
    """Five names are shown, sorted, and the rest is counted."""
    assert listed(["b", "a"]) == "a, b"
    assert listed(list("gfedcba")) == "a, b, c, d, e and 2 more"


def test_one_is_singular() -> None:
    """A noun is plural unless there is one."""
    assert (counted(1, "case"), counted(0, "case")) == ("1 case", "0 cases")
