from sekisho.model.base import Language
from sekisho.model.trace import TurnError, TurnTrace
from sekisho.report.turn import turn_text


def test_a_trace_shows_what_each_stage_decided() -> None:
    """Intent, slots and route stand under the reply when asked for."""
    turn = TurnTrace(
        user="x", language=Language.JA, reply="はい", intent="book_visit", slots={"phone": "03-0000-0000", "plan": None}
    )
    text = turn_text(turn, trace=True)
    assert "book_visit" in text
    assert "phone=03-0000-0000" in text
    assert "plan" not in text
    assert "book_visit" not in turn_text(turn, trace=False)


def test_an_error_is_shown_instead_of_a_reply() -> None:
    """A turn that could not be finished says why."""
    error = TurnError(code="policy.step_limit", message="50 steps", fault="agent")
    assert "policy.step_limit: 50 steps" in turn_text(
        TurnTrace(user="x", language=Language.EN, error=error), trace=False
    )
