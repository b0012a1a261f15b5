from collections.abc import Callable
from typing import Any

from sekisho.evaluation.matchers.conversation import check_conversation
from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.model.kinds.case import GoldenCase
from sekisho.model.kinds.policy import SafetyPolicy
from sekisho.model.run import Check
from sekisho.model.trace import Conversation, TurnTrace

MakeCase = Callable[..., GoldenCase]
MakeTurn = Callable[..., TurnTrace]

BROKEN = {"code": "policy.no_edge", "message": "no edge", "fault": "agent"}


def _checks(case: GoldenCase, *turns: TurnTrace, criteria: Criteria | None = None) -> list[Check]:
    return list(check_conversation(case, Conversation(turns=turns), criteria or Criteria()))


def _brief(checks: list[Check]) -> list[tuple[Any, ...]]:
    return [(check.turn, check.field, check.passed) for check in checks]


def test_checks_come_turn_by_turn_and_the_end_last(make_case: MakeCase, make_turn: MakeTurn) -> None:
    """Every expectation of every turn is judged, then the end."""
    case = make_case(
        {"intent": "a", "slots": {"x": "1"}, "reply": {"contains": ["はい"]}, "retrieved": [], "citations": []},
        {"mode": "A", "tools": {"match": "none"}},
        end={"outcome": "done"},
    )
    first = make_turn(intent="a", slots={"x": "1"}, reply="はい", outcome="done")
    assert _brief(_checks(case, first, make_turn(mode="A"))) == [
        (0, "intent", True),
        (0, "slots.x", True),
        (0, "retrieved", True),
        (0, "reply.contains", True),
        (0, "citations", True),
        (1, "mode", True),
        (1, "tool_calls", True),
        (None, "outcome", True),
    ]


def test_the_end_sees_all_calls_and_the_last_outcome(make_case: MakeCase, make_turn: MakeTurn) -> None:
    """Tool calls of all turns count at the end, the outcome is the last that was set, slots are the final state."""
    case = make_case(
        {}, {}, end={"outcome": "two", "slots": {"x": "2"}, "tools": {"calls": [{"tool": "a"}, {"tool": "b"}]}}
    )
    first = make_turn(outcome="one", slots={"x": "1"}, calls=["a"])
    assert all(check.passed for check in _checks(case, first, make_turn(outcome="two", slots={"x": "2"}, calls=["b"])))


def test_a_turn_never_reached_fails_what_was_expected_of_it(make_case: MakeCase, make_turn: MakeTurn) -> None:
    """Silence passes no check: not even "no tools", "no text" or the state at the end."""
    case = make_case(
        {"intent": "a"},
        {"tools": {"match": "none"}, "reply": {"not_contains": ["x"]}},
        end={"slots": {"x": None}, "tools": {"match": "none"}},
    )
    assert _brief(_checks(case, make_turn(intent="a", error=BROKEN))) == [
        (0, "error", False),
        (0, "intent", True),
        (1, "tool_calls", False),
        (1, "reply.not_contains", False),
        (None, "slots.x", False),
        (None, "tool_calls", False),
    ]


def test_an_error_is_a_check_of_its_stage_and_spoils_the_reply(make_case: MakeCase, make_turn: MakeTurn) -> None:
    """The error's code names the stage; what the turn was to say cannot have been said."""
    case = make_case({"reply": {"not_contains": ["x"]}, "next_action": "a"})
    error, action, reply = _checks(case, make_turn(error=BROKEN, next_action="a"))
    assert (error.stage, error.code, error.observed) == ("policy", "policy.no_edge", "no edge")
    assert (action.passed, reply.passed) == (True, False)


def test_an_error_without_a_stage_belongs_to_execution(make_case: MakeCase, make_turn: MakeTurn) -> None:
    """A code that names no stage is filed under execution."""
    (check,) = _checks(make_case({}), make_turn(error=BROKEN | {"code": "limit"}))
    assert check.stage == "exec"


def test_safety_is_judged_on_every_turn_that_ran(make_case: MakeCase, make_turn: MakeTurn) -> None:
    """A case that expects nothing is still held to the safety policy, turn by turn."""
    safety = SafetyPolicy(type="safety", prohibited_texts=("秘密",))
    found = _checks(make_case({}, {}), make_turn(reply="はい"), make_turn(reply="秘密"), criteria=Criteria({}, safety))
    assert _brief(found) == [(0, "safety.reply", True), (1, "safety.reply", False)]
