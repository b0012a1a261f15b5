from collections.abc import Callable
from typing import Any

import pytest

from sekisho.evaluation.golden_lint import golden_lint
from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.evaluation.mutants import mutants
from sekisho.evaluation.oracle import Oracle
from sekisho.evaluation.settings import RunSettings
from sekisho.model.kinds.case import Concept, GoldenCase

MakeCase = Callable[..., GoldenCase]

DONE = Concept.model_validate({"variants": {"ja": ["完了"]}, "negations": {"ja": ["ません"]}})
CALL = {"tool": "book", "arguments": {"date": "18"}}


@pytest.mark.parametrize(
    ("expect", "end", "mistakes"),
    [
        ({"slots": {"a": "1", "b": None}}, {}, ["a lost in turn 1"]),
        (
            {"intent": "i", "mode": "SLOT_FILLING", "next_action": "n"},
            {},
            ["another intent in turn 1", "another mode in turn 1", "another next action in turn 1"],
        ),
        ({"intent": None, "slots": {}, "tools": None, "reply": None, "citations": []}, {"outcome": None}, []),
        (
            {"retrieved": ["k/a", "k/b"], "citations": ["k/a"]},
            {},
            ["k/a not found in turn 1", "another document cited in turn 1"],
        ),
        ({"tools": {"calls": [CALL]}}, {}, ["book not called in turn 1", "book called with another date in turn 1"]),
        ({"tools": {"match": "forbidden", "calls": [CALL]}}, {}, ["book called in turn 1"]),
        ({"tools": {"match": "none"}}, {}, []),
        ({"reply": {"concepts": ["done"]}}, {}, ["nothing but a filler said in turn 1", "done denied in turn 1"]),
        ({"reply": {"not_contains": ["x"]}}, {}, []),
        ({}, {"outcome": "booked"}, ["another outcome at the end"]),
    ],
)
def test_a_case_is_mutated_in_all_it_asserts_and_nothing_else(
    make_case: MakeCase, settings: RunSettings, expect: dict[str, Any], end: dict[str, Any], mistakes: list[str]
) -> None:
    """Each near miss is one thing wrong, and the case fails it."""
    criteria = Criteria({"done": DONE})
    case = make_case(expect, end=end)
    oracle = Oracle(case, criteria)
    assert [mutant.what for mutant in mutants(oracle, oracle.perfect())] == mistakes
    whole = RunSettings(clock=settings.clock, criteria=criteria)
    assert [finding for finding in golden_lint({"golden/a": case}, whole) if finding.rule == "golden/blind"] == []
