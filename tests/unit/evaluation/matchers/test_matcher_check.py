import pytest

from sekisho.evaluation.matchers.check import make_check, same
from sekisho.model.trace import Stage


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (True, True, True),
        ([1, 2], (1, 2), True),
        ([1], [1, 2], False),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, {"b": 1}, False),
        (None, "", False),
        ("1", 1, False),
    ],
)
def test_equality_is_that_of_json(left: object, right: object, equal: bool) -> None:
    """Two values are the same when JSON would write them the same, whatever Python thinks of true and 1."""
    assert same(left, right) is equal
    assert same(right, left) is equal


def test_a_check_knows_the_stage_of_its_field() -> None:
    """A dotted field belongs to the stage of its first part."""
    assert make_check(0, "slots.visit_date", "slot.miss", False, expected=1, observed=None).stage is Stage.SLOT
