"""What a suite's cases reach, counted from what happened."""

from collections.abc import Callable
from typing import Any

import pytest

from sekisho.evaluation.coverage.table import coverage_of
from sekisho.evaluation.coverage.tool_faults import possible_faults
from sekisho.model.change import PlannedSuite
from sekisho.model.coverage import Coverage
from sekisho.model.kinds.case import Scenario
from sekisho.model.kinds.tool import Tool
from sekisho.model.kinds.workflow import Workflow
from sekisho.model.registry import Registry
from sekisho.model.trace import ToolCall

Make = Callable[..., Any]
SAY = {"kind": "respond", "reply": {"ja": "はい"}, "next_action": "a"}
WORKFLOW = {
    "start": "begin",
    "nodes": {"begin": {"kind": "rule", "set": {"mode": "none"}}, "say": SAY},
    "edges": [
        {"from": "begin", "to": "say", "when": "silence"},
        {"from": "begin", "to": "say", "when": "turn == 1"},
        {"from": "begin", "to": "workflow:other"},
    ],
}
TOOL = {"name": "book", "description": "d", "inputSchema": {}, "outputSchema": {}}
ANSWER = {"result": {}}


def _tool(*rows: dict[str, Any], **fields: Any) -> Tool:
    return Tool.model_validate(TOOL | {"sandbox": rows or (ANSWER,)} | fields)


def _scenario(**fields: Any) -> Scenario:
    given = {"title": "t", "language": "ja", "purpose": "task", "turns": [{"user": "u"}]}
    return Scenario.model_validate(given | fields)


def _suite(kind: str, *cases: str, least: float = 1.0) -> PlannedSuite:
    return PlannedSuite(name="branch", because=(), cases=cases, coverage={kind: least})


def _edges(make_turn: Make, make_result: Make, states: dict[str, str], *cases: str) -> Coverage:
    """Cover the edges of one workflow by results that take the edge their case is named by."""
    registry = Registry(workflows={"desk": Workflow.model_validate(WORKFLOW)})
    results = [make_result(case, state=state, turns=[make_turn(edges=[case])]) for case, state in states.items()]
    everything = {name: _scenario() for name in states}
    (found,) = coverage_of([_suite("edges", *cases)], registry, everything, results)
    return found


def test_every_edge_is_counted_by_itself(make_turn: Make, make_result: Make) -> None:
    """Two edges between the same nodes are two, and what nobody took is named with its guard."""
    found = _edges(make_turn, make_result, {"desk#0": "passed", "other#2": "passed"}, "desk#0", "other#2")
    assert (found.suite, found.what, found.subject, found.covered, found.total) == ("branch", "edges", "desk", 1, 3)
    assert found.missing == ("desk#1 begin -> say when turn == 1", "desk#2 begin -> workflow:other")


def test_only_judged_dialogues_of_the_suite_reach_anything(make_turn: Make, make_result: Make) -> None:
    """A failed dialogue has been where it was; an invalid or unrecorded one, or another suite's, has not."""
    states = {"desk#0": "failed", "desk#1": "invalid", "desk#2": "passed"}
    assert _edges(make_turn, make_result, states, "desk#0", "desk#1").covered == 1
    assert _edges(make_turn, make_result, states, *states).covered == 2


def test_a_suite_without_a_goal_counts_nothing() -> None:
    """Coverage is counted where the change matrix asks for it."""
    registry = Registry(workflows={"desk": Workflow.model_validate(WORKFLOW)})
    assert coverage_of([PlannedSuite(name="golden", because=())], registry, {}, []) == ()


@pytest.mark.parametrize(
    ("tool", "kinds"),
    [
        (_tool(), {"duplicate"}),
        (_tool(annotations={"readOnlyHint": True}), set()),
        (_tool(permissions=["w"]), {"duplicate", "permission_denied"}),
        (_tool({"error": "conflict"}, {"error": "not_found"}, ANSWER), {"duplicate", "conflict", "not_found"}),
    ],
)
def test_what_can_happen_to_a_tool(tool: Tool, kinds: set[str]) -> None:
    """Some faults can happen to any tool, the others only where its file says that they can."""
    assert set(possible_faults(tool)) == kinds | {"timeout", "error", "slow", "malformed"}


def test_faults_count_when_they_met_a_try(make_turn: Make, make_result: Make) -> None:
    """An announced fault reaches nothing; a tool's own refusal counts as if it had been injected."""
    registry = Registry(tools={"book": _tool({"error": "conflict"}, ANSWER, annotations={"readOnlyHint": True})})
    calls = [
        ToolCall(tool="book", arguments={}, injected=("timeout", "error")),
        ToolCall(tool="book", arguments={}, error="conflict"),
        ToolCall(tool="other", arguments={}, injected=("slow",)),
    ]
    announced = _scenario(faults=[{"tool": "book", "kind": "malformed"}])
    results = [make_result("a", turns=[make_turn(calls=calls)])]
    (found,) = coverage_of([_suite("tool_faults", "a")], registry, {"a": announced}, results)
    assert (found.what, found.subject, found.covered) == ("tool faults", "book", 3)
    assert found.missing == ("book: slow", "book: malformed")


def test_ways_back_are_counted_by_kind_of_dialogue(make_result: Make) -> None:
    """A tag counts for the scenario's own kind only."""
    cases = {
        "a": _scenario(mode="SLOT_FILLING", tags=["correction", "booking"]),
        "b": _scenario(mode="STEP_BY_STEP", tags=["silence"]),
        "c": _scenario(purpose="non-task", mode="FAQ", tags=["human", "silence"]),
    }
    results = [make_result(name, tags=case.tags) for name, case in cases.items()]
    (found,) = coverage_of([_suite("recovery_paths", *cases)], Registry(), cases, results)
    assert (found.what, found.subject, found.covered, found.total) == ("recovery paths", "", 4, 15)
    assert "task SLOT_FILLING: correction" not in found.missing
    assert "task STEP_BY_STEP: correction" in found.missing


def test_golden_cases_are_no_recovery_paths(make_case: Make, make_result: Make) -> None:
    """Only a scenario says what kind of dialogue it is."""
    case = make_case({}, tags=["silence"])
    (found,) = coverage_of(
        [_suite("recovery_paths", "a")], Registry(), {"a": case}, [make_result("a", tags=["silence"])]
    )
    assert found.covered == 0


@pytest.mark.parametrize(
    ("covered", "total", "least", "reached"), [(9, 10, 0.9, True), (8, 10, 0.9, False), (0, 0, 1.0, True)]
)
def test_a_goal_is_a_share(covered: int, total: int, least: float, reached: bool) -> None:
    """The least share is inclusive; where there is nothing to cover, the goal is reached."""
    assert Coverage(suite="s", what="w", covered=covered, total=total, least=least).reached is reached
