from collections.abc import Callable
from typing import Any

import pytest

from sekisho.evaluation.matchers.conversation import check_conversation
from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.model.kinds.case import GoldenCase
from sekisho.model.trace import Conversation, TurnTrace

MakeCase = Callable[..., GoldenCase]
MakeTurn = Callable[..., TurnTrace]

TURN = {"mode": "M", "any_of": [{"intent": "a", "next_action": "x"}, {"intent": "b", "slots": {}}]}
END = {"any_of": [{"outcome": "booked"}, {"outcome": "handed_over", "tools": {"match": "none"}}]}


@pytest.mark.parametrize(
    ("trace", "found"),
    [
        ({"mode": "M", "intent": "a", "next_action": "x"}, [("mode", True), ("intent", True), ("next_action", True)]),
        ({"mode": "M", "intent": "b"}, [("mode", True), ("intent", True), ("slots", True)]),
        ({"mode": "M", "intent": "b", "next_action": "x"}, [("mode", True), ("intent", True), ("slots", True)]),
        ({"mode": "M", "intent": "c", "next_action": "x"}, [("mode", True), ("intent", False), ("next_action", True)]),
        ({"mode": "M", "intent": "a"}, [("mode", True), ("intent", True), ("next_action", False)]),
        ({"intent": "b"}, [("mode", False), ("intent", True), ("slots", True)]),
    ],
)
def test_one_whole_alternative_must_hold(make_case: MakeCase, make_turn: MakeTurn, trace: Any, found: Any) -> None:
    """Parts of two alternatives are no alternative; what is always expected stays; the nearest one is shown."""
    checks = check_conversation(make_case(TURN), Conversation(turns=(make_turn(**trace),)), Criteria())
    assert [(check.field, check.passed) for check in checks] == found


@pytest.mark.parametrize(
    ("outcome", "calls", "passed"),
    [("booked", ["book"], True), ("handed_over", [], True), ("handed_over", ["book"], False), (None, [], False)],
)
def test_a_dialogue_may_end_well_in_several_ways(
    make_case: MakeCase, make_turn: MakeTurn, outcome: str | None, calls: list[str], passed: bool
) -> None:
    """An end state is an alternative as a whole: handing over after a booking is neither way."""
    talk = Conversation(turns=(make_turn(outcome=outcome, calls=calls),))
    checks = check_conversation(make_case({}, end=END), talk, Criteria())
    assert all(check.passed for check in checks) is passed
