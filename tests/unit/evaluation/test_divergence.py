from collections.abc import Callable
from typing import Any

import pytest

from sekisho.evaluation.divergence import differing_fields, first_divergence, stage_of
from sekisho.model.trace import Stage, ToolCall, TurnTrace

MakeTurn = Callable[..., TurnTrace]

FAILED_CALL = ToolCall(tool="a", arguments={}, error="timeout")
ERROR = {"code": "policy.no_edge", "message": "m", "fault": "agent"}


@pytest.mark.parametrize(
    ("change", "field", "stage"),
    [
        ({"intent": "a"}, "intent", Stage.IR),
        ({"mode": "A"}, "mode", Stage.MODE),
        ({"slots": {"x": "1"}}, "slots.x", Stage.SLOT),
        ({"next_action": "a"}, "next_action", Stage.POLICY),
        ({"outcome": "a"}, "outcome", Stage.POLICY),
        ({"retrieved": ["a"]}, "retrieved", Stage.EXEC),
        ({"reply": "a"}, "reply", Stage.NLG),
        ({"citations": ["a"]}, "citations", Stage.NLG),
        ({"error": ERROR}, "error", Stage.POLICY),
        ({"error": ERROR | {"code": "limit"}}, "error", Stage.EXEC),
    ],
)
def test_every_field_diverges_at_its_stage(
    make_turn: MakeTurn, change: dict[str, Any], field: str, stage: Stage
) -> None:
    """One changed field is found, and the first divergence names its turn and stage."""
    same, other = make_turn(), make_turn(**change)
    assert list(differing_fields(same, other)) == [field]
    assert stage_of(field, other) is stage
    assert first_divergence([same, same], [same, other]) == (1, stage)


def test_a_call_and_its_result_are_apart(make_turn: MakeTurn) -> None:
    """The same call that came back differently differs in its result alone."""
    assert list(differing_fields(make_turn(calls=["a"]), make_turn(calls=[FAILED_CALL]))) == ["tool_results"]
    assert list(differing_fields(make_turn(), make_turn(calls=["a"]))) == ["tool_calls", "tool_results"]


def test_what_no_stage_decides_is_no_divergence(make_turn: MakeTurn) -> None:
    """Latency and recordings' keys differ from run to run; an empty slot is the same as none."""
    left, right = make_turn(latency_ms=1.0), make_turn(latency_ms=2.0, slots={"x": None})
    assert first_divergence([left], [right]) is None
    assert first_divergence([left], [left]) is None


def test_the_earliest_stage_of_the_first_turn_counts(make_turn: MakeTurn) -> None:
    """Within a turn the stages are in order."""
    other = make_turn(reply="x", slots={"a": "1"}, mode="A")
    assert first_divergence([make_turn()] * 2, [other, make_turn(intent="a")]) == (0, Stage.MODE)


def test_a_dialogue_that_ends_early_diverges_where_it_ends(make_turn: MakeTurn) -> None:
    """A missing turn is a divergence; an error before it is an earlier one, on either side."""
    turn, broken = make_turn(), make_turn(error=ERROR)
    assert first_divergence([turn, turn], [turn]) == (1, Stage.IR)
    assert first_divergence([turn, turn], [broken]) == (0, Stage.POLICY)
    assert first_divergence([broken], [turn, turn]) == (0, Stage.POLICY)
