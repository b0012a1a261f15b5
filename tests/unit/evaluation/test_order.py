from collections.abc import Callable
from typing import Any

import pytest

from sekisho.evaluation.order import order_of
from sekisho.model.trace import Stage, TurnTrace

SETTING = {Stage.MODE: frozenset({"w/enter"}), Stage.SLOT: frozenset({"w/listen"})}
USUAL = "IR mode slot policy exec NLG"
BEFORE: dict[str, Any] = {"intent": "book", "slots": {"date": "18"}, "raw_slots": {"date": "18"}}


@pytest.mark.parametrize(
    ("before", "after", "done_first", "order"),
    [
        ({}, {}, False, USUAL),
        ({}, {"slots": {}, "raw_slots": {}}, False, USUAL),
        ({}, {"slots": {}, "raw_slots": {}}, True, "IR mode slot exec policy NLG"),
        ({"raw_slots": {}}, {"slots": {}, "raw_slots": {}}, False, "IR mode policy exec slot NLG"),
        ({"raw_slots": {}}, {"slots": {}, "raw_slots": {}}, True, "IR mode exec policy slot NLG"),
        (
            {"route": ["d/ask", "w/enter", "w/listen"]},
            {"route": ["d/ask", "d/refuse"], "slots": {}, "raw_slots": {}},
            False,
            "IR policy slot mode exec NLG",
        ),
        ({"route": ["w/enter", "w/listen"]}, {"route": ["w/enter", "w/listen", "w/again"], "slots": {}}, False, USUAL),
        ({"route": ["w/listen"]}, {"route": ["d/refuse"], "intent": "chat", "slots": {}}, False, USUAL),
        ({"route": ["w/enter", "w/listen"]}, {"route": [], "slots": {}}, False, USUAL),
    ],
    ids=[
        "as a rule",
        "a slot that was spoken of",
        "a tool answered otherwise",
        "a slot changed by what was done",
        "a slot changed by what a tool answered",
        "another way that never listened",
        "the slot was listened for",
        "something else was meant",
        "a target without a route",
    ],
)
def test_what_follows_from_what(
    make_turn: Callable[..., TurnTrace], before: dict[str, Any], after: dict[str, Any], done_first: bool, order: str
) -> None:
    """Each turn has its order."""
    turns = make_turn(**BEFORE | before), make_turn(**BEFORE | after)
    assert " ".join(order_of(*turns, SETTING, done_first=done_first)) == order


def test_without_a_reference_only_what_was_done_counts(make_turn: Callable[..., TurnTrace]) -> None:
    """Nothing to part from: the usual order, or execution before policy."""
    turn = make_turn(**BEFORE)
    assert " ".join(order_of(None, turn, SETTING, done_first=False)) == USUAL
    assert " ".join(order_of(None, turn, SETTING, done_first=True)) == "IR mode slot exec policy NLG"
