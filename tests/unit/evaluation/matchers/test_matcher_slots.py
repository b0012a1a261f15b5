from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from sekisho.evaluation.matchers.slots import SlotHistory, check_slots
from sekisho.model.kinds.case import TurnExpectation
from sekisho.model.run import Check
from sekisho.model.trace import TurnTrace

Turn = Mapping[str, Any]


def _check(golden: Sequence[Turn], states: Sequence[Turn], raw: Turn | None = None) -> list[Check]:
    """Return the checks of the last turn; `golden` and `states` are the slots expected and observed turn by turn."""
    traces = [TurnTrace(user="u", language="ja", slots=state, raw_slots=raw or {}) for state in states]
    expected = TurnExpectation(slots=golden[-1])
    return list(check_slots(expected, SlotHistory(traces, golden), len(states) - 1))


@pytest.mark.parametrize(
    ("golden", "states", "raw", "code"),
    [
        pytest.param([{"d": "1"}], [{}], {}, "slot.miss", id="empty though it should be filled"),
        pytest.param([{"d": None}], [{"d": "1"}], {}, "slot.over", id="filled though it should be empty"),
        pytest.param([{"d": "1"}], [{"d": "2"}], {}, "slot.value", id="another value"),
        pytest.param([{"d": "1500001"}], [{"d": "0150001"}], {"d": "150-0001"}, "slot.normalisation", id="heard right"),
        pytest.param([{"d": "1"}], [{}], {"d": "1"}, "slot.normalisation", id="heard right and refused"),
        pytest.param([{"d": "1"}], [{"d": "3"}], {"d": "2"}, "slot.value", id="heard wrong"),
        pytest.param([{"d": "1"}, {"d": "2"}], [{"d": "1"}, {"d": "1"}], {}, "slot.stale", id="not corrected"),
        pytest.param([{"d": "1"}, {"d": None}], [{"d": "1"}, {"d": "1"}], {}, "slot.stale", id="not cleared"),
        pytest.param([{}, {"d": "2"}], [{"d": "1"}, {"d": "1"}], {}, "slot.stale", id="nobody said it was wrong"),
        pytest.param([{"d": "2"}, {"d": "2"}], [{"d": "1"}, {"d": "1"}], {}, "slot.value", id="wrong all along"),
        pytest.param([{"d": "3"}, {"d": "2"}], [{"d": "3"}, {"d": "1"}], {}, "slot.value", id="a third value"),
        pytest.param([{"d": None}], [{"d": "1"}], {"d": ""}, "slot.over", id="nothing heard"),
    ],
)
def test_what_is_wrong_is_named(golden: list[Turn], states: list[Turn], raw: Turn, code: str) -> None:
    """A slot that differs fails with the code of what went wrong."""
    (check,) = _check(golden, states, raw)
    assert (check.field, check.passed, check.code) == ("slots.d", False, code)


def test_only_named_slots_are_judged() -> None:
    """A slot nobody names may have any value; a null is met by a slot that is not there."""
    checks = _check([{"a": "1", "b": None}], [{"a": "1", "c": "9"}])
    assert [(check.field, check.passed) for check in checks] == [("slots.a", True), ("slots.b", True)]


def test_absent_empty_and_null_differ() -> None:
    """No `slots` asserts nothing; an empty one asserts that none is filled."""
    history = SlotHistory([TurnTrace(user="u", language="ja", slots={"a": "1"})], [{}])
    assert list(check_slots(TurnExpectation(), history, 0)) == []
    (check,) = check_slots(TurnExpectation(slots={}), history, 0)
    assert (check.field, check.passed, check.code) == ("slots.a", False, "slot.over")


def test_empty_is_met_by_empty(make_turn: Callable[..., TurnTrace]) -> None:
    """`slots: {}` on an empty state is one check that passes."""
    (check,) = check_slots(TurnExpectation(slots={}), SlotHistory([make_turn(slots={"a": None})], [{}]), 0)
    assert check.passed
