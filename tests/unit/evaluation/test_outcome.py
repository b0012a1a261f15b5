from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.evaluation.outcome import judge_case
from sekisho.evaluation.settings import RunSettings
from sekisho.model.change import PlannedSuite
from sekisho.model.kinds.case import GoldenCase
from sekisho.model.kinds.policy import SafetyPolicy
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.trace import Conversation, MissingAnswer, TurnTrace

MakeCase = Callable[..., GoldenCase]
MakeTurn = Callable[..., TurnTrace]

AGENT = {"code": "policy.no_edge", "message": "no edge", "fault": "agent"}
HARNESS = {"code": "http.down", "message": "refused", "fault": "harness"}
MISSING = MissingAnswer(prompt="intent", key="k")


@pytest.fixture
def judge(settings: RunSettings) -> Callable[..., CaseResult]:
    """Judge a case by the turns it led to."""

    def run(case: GoldenCase, *turns: TurnTrace, run: RunSettings = settings, **talk: Any) -> CaseResult:
        return judge_case("golden/a", case, 0, Conversation(turns=turns, **talk), run)

    return run


def test_all_checks_passed(make_case: MakeCase, make_turn: MakeTurn, judge: Callable[..., CaseResult]) -> None:
    """A case passes when every check did; its figures say which part of it was asserted."""
    case = make_case({"reply": {"contains": ["はい"]}}, end={"outcome": "done"}, must_pass=True, tags=["x"])
    result = judge(case, make_turn(reply="はい", outcome="done"))
    assert (result.state, result.reason) == (CaseState.PASSED, "")
    assert (result.task_success, result.response_accurate) == (True, True)
    assert (result.must_pass, result.tags, result.title, result.language) == (True, ("x",), "t", "ja")


def test_what_is_not_asserted_is_none(
    make_case: MakeCase, make_turn: MakeTurn, judge: Callable[..., CaseResult]
) -> None:
    """Task success and response accuracy are neither 0 nor 1 where nothing was asserted."""
    result = judge(make_case({"intent": "a"}), make_turn(intent="b"))
    assert (result.state, result.reason) == (CaseState.FAILED, "IR.intent in turn 1")
    assert (result.task_success, result.response_accurate) == (None, None)


def test_each_figure_has_its_own_checks(
    make_case: MakeCase, make_turn: MakeTurn, judge: Callable[..., CaseResult]
) -> None:
    """A wrong reply is not a failed task, and a failed task is not a wrong reply."""
    case = make_case({"reply": {"contains": ["x"]}, "citations": []}, end={"outcome": "done", "next_action": "a"})
    result = judge(case, make_turn(reply="y", outcome="done", next_action="a"))
    assert (result.task_success, result.response_accurate) == (True, False)
    result = judge(case, make_turn(reply="x", outcome="other", next_action="b"))
    assert (result.task_success, result.response_accurate) == (False, True)
    assert result.reason == "policy.next_action at the end and 1 more"


UNJUDGED: list[tuple[dict[str, str] | None, dict[str, Any], CaseState, str]] = [
    (None, {"missing": (MISSING,)}, CaseState.UNRECORDED, "1 recorded answers are missing"),
    (HARNESS, {}, CaseState.INVALID, "http.down: refused"),
    (None, {"unfired_faults": 2}, CaseState.INVALID, "2 injected faults never fired"),
    (AGENT, {}, CaseState.FAILED, "policy.no_edge in turn 1 and 1 more"),
    (AGENT, {"unfired_faults": 1}, CaseState.FAILED, "policy.no_edge in turn 1 and 1 more"),
    (HARNESS, {"missing": (MISSING,)}, CaseState.UNRECORDED, "1 recorded answers are missing"),
]


@pytest.mark.parametrize("row", UNJUDGED)
def test_what_cannot_be_judged(
    make_case: MakeCase,
    make_turn: MakeTurn,
    judge: Callable[..., CaseResult],
    row: tuple[dict[str, str] | None, dict[str, Any], CaseState, str],
) -> None:
    """Missing answers are unrecorded, the harness's trouble is invalid, the agent's error fails."""
    error, talk, state, reason = row
    result = judge(make_case({"intent": "a"}), make_turn(error=error), **talk)
    assert (result.state, result.reason) == (state, reason)
    assert result.missing == talk.get("missing", ())


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_wrong_number_of_turns_is_invalid(
    make_case: MakeCase, make_turn: MakeTurn, judge: Callable[..., CaseResult], count: int
) -> None:
    """A target that answers too few or too many turns without saying why is not judged."""
    result = judge(make_case({"intent": "a"}, {}), *[make_turn(intent="a")] * count)
    assert (result.state, result.reason) == (CaseState.INVALID, f"the target answered {count} of 2 turns")


def test_a_case_that_asserts_nothing_is_invalid(
    make_case: MakeCase, make_turn: MakeTurn, judge: Callable[..., CaseResult], settings: RunSettings
) -> None:
    """No checks are no pass; safety, which is asserted of every case, does not count unless a suite asks for it."""
    safety = Criteria({}, SafetyPolicy(type="safety", prohibited_texts=("x",)))
    guarded = replace(settings, criteria=safety)
    result = judge(make_case({}), make_turn(), run=guarded)
    assert (result.state, result.reason) == (CaseState.INVALID, "asserts nothing")
    suite = PlannedSuite(name="safety", because=(), cases=("golden/a",), fields=("safety",))
    assert judge(make_case({}), make_turn(), run=replace(guarded, suites=(suite,))).state is CaseState.PASSED
    assert judge(make_case({"intent": "a"}), make_turn(), run=replace(guarded, suites=(suite,))).checks[0].passed


def test_a_crash_of_a_matcher_is_a_value(
    make_case: MakeCase, make_turn: MakeTurn, judge: Callable[..., CaseResult]
) -> None:
    """A concept that does not exist makes this case invalid, with the reason, and its turns are kept."""
    result = judge(make_case({"reply": {"concepts": ["nowhere"]}}), make_turn(reply="はい"))
    assert (result.state, result.reason) == (CaseState.INVALID, "a matcher crashed: KeyError: 'nowhere'")
    assert len(result.turns) == 1
