from collections.abc import Callable

from sekisho.evaluation.matchers.scalars import check_scalars
from sekisho.model.kinds.case import EndExpectation, TurnExpectation

SEEN = {"intent": "faq", "mode": "FAQ", "next_action": "answer_faq", "outcome": "answered"}


def test_absent_asserts_nothing(expect: Callable[..., TurnExpectation]) -> None:
    """A key that is not there gives no check."""
    assert list(check_scalars(expect(), SEEN, 0)) == []


def test_null_asserts_none(expect: Callable[..., TurnExpectation]) -> None:
    """An explicit null asserts that there is no value, and fails where there is one."""
    (check,) = check_scalars(expect(intent=None), SEEN, 0)
    assert (check.passed, check.code, check.expected, check.observed) == (False, "IR.intent", None, "faq")
    (check,) = check_scalars(expect(intent=None), SEEN | {"intent": None}, 0)
    assert check.passed


def test_each_field_has_its_code(expect: Callable[..., TurnExpectation]) -> None:
    """A wrong value is called by the code of its stage."""
    checks = check_scalars(expect(intent="a", mode="B", next_action="c"), SEEN, 2)
    assert [(check.turn, check.code, check.stage) for check in checks] == [
        (2, "IR.intent", "IR"),
        (2, "mode.wrong", "mode"),
        (2, "policy.next_action", "policy"),
    ]


def test_the_end_has_an_outcome() -> None:
    """The end asserts outcome and next action, at no turn."""
    checks = list(check_scalars(EndExpectation(outcome="booked", next_action="answer_faq"), SEEN, None))
    assert [(check.turn, check.field, check.passed) for check in checks] == [
        (None, "next_action", True),
        (None, "outcome", False),
    ]
