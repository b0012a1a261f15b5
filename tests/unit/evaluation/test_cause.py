"""Faults injected into each stage of a dialogue that works; the cause must be where the fault was injected."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sekisho.evaluation.cause import cause_of
from sekisho.evaluation.outcome import judge_case
from sekisho.evaluation.settings import RunSettings
from sekisho.model.kinds.case import GoldenCase
from sekisho.model.run import CaseResult
from sekisho.model.trace import Conversation, Stage, ToolCall, TurnTrace
from sekisho.model.verdict import Cause

MakeCase = Callable[..., GoldenCase]
MakeTurn = Callable[..., TurnTrace]

OUTSIDE = frozenset({"visit/book", "desk/search"})
SETTING = {Stage.MODE: frozenset({"visit/enter"}), Stage.SLOT: frozenset({"visit/listen"})}
ERROR = {"code": "policy.no_edge", "message": "no edge of ask holds", "fault": "agent"}


def _call(**fields: Any) -> ToolCall:
    return ToolCall.model_validate(
        {"tool": "book", "arguments": {"date": "18"}, "result": None if "error" in fields else {"id": 1}, **fields}
    )


GOOD: list[dict[str, Any]] = [
    {
        "intent": "book",
        "mode": "FILL",
        "slots": {"date": "18"},
        "raw_slots": {"date": "18日"},
        "next_action": "confirm",
        "route": ["visit/enter", "visit/listen", "visit/confirm"],
    },
    {
        "intent": "affirm",
        "mode": "FILL",
        "slots": {"date": "18"},
        "next_action": "booked",
        "outcome": "booked",
        "tool_calls": [_call()],
        "reply": "予約が完了しました",
        "route": ["visit/book", "visit/done"],
    },
    {
        "intent": "faq",
        "mode": "FAQ",
        "slots": {"date": "18"},
        "next_action": "answer",
        "retrieved": ["fee"],
        "reply": "300円です",
        "citations": ["fee"],
        "route": ["desk/search", "desk/answer"],
    },
]

EXPECTED: list[dict[str, Any]] = [
    {"intent": "book", "mode": "FILL", "slots": {"date": "18"}, "next_action": "confirm"},
    {
        "intent": "affirm",
        "next_action": "booked",
        "tools": {"calls": [{"tool": "book", "arguments": {"date": "18"}}]},
        "reply": {"contains": ["完了"]},
    },
    {
        "intent": "faq",
        "next_action": "answer",
        "retrieved": ["fee"],
        "reply": {"contains": ["300"]},
        "citations": ["fee"],
    },
]

SPARSE: list[dict[str, Any]] = [{}, {"reply": {"contains": ["完了"]}}, {"reply": {"contains": ["300"]}}]
"""Only the replies are asserted: everything else is known from the baseline alone."""


class World:
    """A case, what works, and what becomes of it."""

    def __init__(self, make_case: MakeCase, make_turn: MakeTurn, settings: RunSettings) -> None:
        self._make_case, self._make_turn, self._settings = make_case, make_turn, settings

    def judge(
        self, expected: list[dict[str, Any]], changes: Mapping[int, dict[str, Any]], end: Any = None
    ) -> CaseResult:
        """Run the good dialogue with some turns changed; a turn that errs is the last."""
        return self.judge_turns(expected, [GOOD[n] | changes.get(n, {}) for n in range(len(GOOD))], end)

    def judge_turns(self, expected: list[dict[str, Any]], fields: list[dict[str, Any]], end: Any = None) -> CaseResult:
        """Run a dialogue of these turns."""
        turns = [self._make_turn(**one) for one in fields]
        stop = next((n + 1 for n, turn in enumerate(turns) if turn.error), len(turns))
        case = self._make_case(*expected, end=end)
        return judge_case("golden/a", case, 0, Conversation(turns=turns[:stop]), self._settings)

    def cause(self, expected: list[dict[str, Any]], changes: Mapping[int, dict[str, Any]], end: Any = None) -> Cause:
        """Return why the changed dialogue fails, the good one being the reference."""
        found = cause_of(self.judge(expected, changes, end), self.judge(expected, {}, end), OUTSIDE, SETTING)
        assert found is not None
        return found


@pytest.fixture
def world(make_case: MakeCase, make_turn: MakeTurn, settings: RunSettings) -> World:
    """The dialogue that works."""
    return World(make_case, make_turn, settings)


TIMEOUT = {"tool_calls": [_call(error="timeout")], "next_action": "tool_failed", "outcome": None, "reply": "失敗"}
WRONG_DATE = {"slots": {"date": "19"}, "tool_calls": [_call(arguments={"date": "19"})], "reply": "19日で完了"}
NOT_FOUND = {
    "retrieved": [],
    "next_action": "no_answer",
    "reply": "不明です",
    "citations": [],
    "route": ["desk/search"],
}
NOT_SEARCHED = NOT_FOUND | {"route": ["desk/chat"]}

MISHEARD = {"slots": {"date": "19"}, "raw_slots": {"date": "19日"}}
SILENT = {"reply": "?"}
ENTERED = {"route": ["visit/book"], "reply": ""}

FAULTS: dict[str, tuple[dict[int, dict[str, Any]], tuple[int, str]]] = {
    "IR": ({0: {"intent": "faq", "mode": "FAQ", "next_action": "answer"}, 1: TIMEOUT}, (0, "IR.intent")),
    "mode": ({0: {"mode": "FAQ", "next_action": "x"}, 1: SILENT}, (0, "mode.wrong")),
    "slot": ({0: MISHEARD, 1: WRONG_DATE | SILENT}, (0, "slot.value")),
    "normaliser": ({0: {"slots": {"date": "08"}}, 1: WRONG_DATE | SILENT}, (0, "slot.normalisation")),
    "slot lost": ({0: {"slots": {}, "raw_slots": {}}, 1: SILENT}, (0, "slot.miss")),
    "policy": ({0: {"next_action": "ask"}, 1: {"next_action": "ask", "reply": "?"}}, (0, "policy.next_action")),
    "not listened for": (
        {
            0: {"slots": {}, "raw_slots": {}, "mode": "OOS", "next_action": "refuse", "route": ["desk/refuse"]},
            1: SILENT,
        },
        (0, "policy.next_action"),
    ),
    "listened for elsewhere": (
        {
            2: {"slots": {"date": "19"}, "raw_slots": {"date": "19"}, "route": ["visit/listen"], "next_action": "x"}
            | SILENT
        },
        (2, "policy.next_action"),
    ),
    "searched without need": (
        {0: {"next_action": "no_answer", "retrieved": ["fee"], "route": ["visit/listen", "desk/search"]}, 1: SILENT},
        (0, "policy.next_action"),
    ),
    "tool not called": ({1: {"tool_calls": [], "reply": "?"}}, (1, "exec.tool_missing")),
    "tool arguments": ({1: {"tool_calls": [_call(arguments={})], "reply": "?"}}, (1, "exec.args")),
    "written twice": ({1: {"tool_calls": [_call(), _call()], "reply": "?"}}, (1, "exec.duplicate_write")),
    "tool timeout": ({1: TIMEOUT}, (1, "exec.timeout")),
    "tool refused the arguments": (
        {1: TIMEOUT | {"tool_calls": [_call(arguments={"date": 5}, error="args_schema")]}},
        (1, "exec.args_schema"),
    ),
    "tool error that ended the calls": (
        {1: TIMEOUT | {"tool_calls": [_call(error="conflict")], "slots": {}}},
        (1, "exec.tool_error"),
    ),
    "another tool": (
        {1: {"tool_calls": [_call(tool="cancel")], "next_action": "cancelled"} | SILENT},
        (1, "policy.next_action"),
    ),
    "tool error": ({1: TIMEOUT | {"tool_calls": [_call(error="conflict")]}}, (1, "exec.tool_error")),
    "tool result": ({1: TIMEOUT | {"tool_calls": [_call(result={"id": 2})]}}, (1, "exec.tool_result")),
    "execution breaks off on the way": (
        {1: {"error": ERROR | {"code": "exec.arguments"}, "next_action": None, "tool_calls": []} | ENTERED},
        (1, "exec.arguments"),
    ),
    "execution breaks off elsewhere": (
        {1: {"error": ERROR | {"code": "exec.prompt"}, "next_action": None, "tool_calls": [], "route": ["visit/chat"]}},
        (1, "policy.next_action"),
    ),
    "nothing found": ({2: NOT_FOUND}, (2, "exec.retrieval")),
    "not searched": ({2: NOT_SEARCHED}, (2, "policy.next_action")),
    "something else found": ({2: {"retrieved": ["plan"], "reply": "?"}}, (2, "exec.retrieval")),
    "format": ({1: {"reply": "{{ nodes.book.result }}"}}, (1, "NLG.format")),
    "reply": ({1: SILENT}, (1, "NLG.keyword")),
    "error": ({1: {"error": ERROR, "reply": ""}}, (1, "policy.no_edge")),
}


@pytest.mark.parametrize("expected", [EXPECTED, SPARSE], ids=["golden", "reference"])
@pytest.mark.parametrize(("changes", "wanted"), FAULTS.values(), ids=FAULTS.keys())
def test_the_cause_is_where_the_fault_was_injected(
    world: World, expected: list[dict[str, Any]], changes: Mapping[int, dict[str, Any]], wanted: tuple[int, str]
) -> None:
    """With golden values everywhere or nowhere but in the reply, the injected stage is named, and it is verified."""
    cause = world.cause(expected, changes)
    assert (cause.turn, cause.code) == wanted
    assert not cause.unverified
    assert cause.code not in cause.contributing


def test_later_stages_contribute(world: World) -> None:
    """What went wrong because of the cause is listed behind it, each code once, in order."""
    cause = world.cause(EXPECTED, {0: {"intent": "faq", "mode": "FAQ", "next_action": "answer"}, 1: TIMEOUT})
    assert cause.contributing == ("mode.wrong", "policy.next_action", "exec.timeout", "NLG.keyword")
    assert cause.message == "intent: expected 'book', observed 'faq'"


def test_an_earlier_turn_comes_first(world: World) -> None:
    """Of two independent failures the earlier turn's is the cause."""
    cause = world.cause(EXPECTED, {1: {"reply": "?"}, 2: {"intent": "chat"}})
    assert (cause.turn, cause.code, cause.contributing) == (1, "NLG.keyword", ("IR.intent",))


def test_other_words_are_no_cause(world: World) -> None:
    """A reply that only reads differently, and still says what it must, is not blamed for what follows."""
    cause = world.cause(EXPECTED, {0: {"reply": "いつ"}, 1: {"reply": "完了です"}, 2: {"intent": "chat"}})
    assert (cause.turn, cause.code) == (2, "IR.intent")


def test_pages_that_were_found_are_not_remembered(world: World) -> None:
    """One more page in an earlier turn, which no check minds, is not blamed for what goes wrong in a later one."""
    order = [2, 0, 1]

    def judge(changes: Mapping[int, dict[str, Any]]) -> CaseResult:
        return world.judge_turns([EXPECTED[n] for n in order], [GOOD[n] | changes.get(n, {}) for n in order])

    more = {2: {"retrieved": ["fee", "plan"]}}
    found = cause_of(judge(more | {0: {"intent": "chat"}}), judge({}), OUTSIDE, SETTING)
    assert found is not None
    assert (found.turn, found.code) == (1, "IR.intent")


def test_a_baseline_that_was_malformed_too_has_the_check_to_say(world: World) -> None:
    """What both sides show is not what went wrong."""
    shown = {1: {"reply": "{{ 完了 }}"}}
    found = cause_of(world.judge(SPARSE, {1: {"reply": "{{ x }}"}}), world.judge(SPARSE, shown), OUTSIDE, SETTING)
    assert found is not None
    assert found.code == "NLG.keyword"


def test_a_golden_value_outranks_the_baseline(world: World) -> None:
    """What the case itself asked for and got is no divergence, even where the baseline did it differently."""
    calls = {"tool_calls": [_call(), _call(tool="look", result=None)]}
    loose = [EXPECTED[0], {"tools": {"match": "forbidden", "calls": [{"tool": "cancel"}]}}, EXPECTED[2]]
    cause = world.cause(loose, {1: {"tool_calls": [_call(tool="other")]}, 2: {"intent": "chat"}})
    assert (cause.turn, cause.code) == (2, "IR.intent")
    unasked = world.cause([EXPECTED[0], {}, EXPECTED[2]], {1: calls, 2: {"intent": "chat"}})
    assert (unasked.turn, unasked.code) == (1, "exec.tool_extra")


def test_the_end_is_traced_back(world: World) -> None:
    """A wrong end state is caused where the state went wrong, not in the last turn."""
    bare: list[dict[str, Any]] = [{}, {}, {}]
    broken = {n: {"slots": {"date": "19"}, "raw_slots": {"date": "19日"}} for n in range(3)}
    cause = world.cause(bare, broken, end={"slots": {"date": "18"}})
    assert (cause.turn, cause.code, cause.stage) == (0, "slot.value", Stage.SLOT)
    assert cause.message == "slots.date: the baseline had '18', observed '19'"
    late = world.cause(bare, {2: broken[2]}, end={"slots": {"date": "18"}})
    assert (late.turn, late.message) == (2, "slots.date at the end: expected '18', observed '19'")


def test_the_end_of_a_dialogue_that_broke_off_is_no_evidence(world: World) -> None:
    """Every check of the end fails then, also those whose values are right; the error is what went wrong."""
    bare: list[dict[str, Any]] = [{}, {}, {}]
    error = {"code": "NLG.template", "message": "slots.phone is none", "fault": "agent"}
    cause = world.cause(bare, {2: {"next_action": "confirm", "error": error}}, end={"slots": {"date": "18"}})
    assert (cause.turn, cause.code) == (2, "policy.next_action")
    cause = world.cause(bare, {2: {"error": error, "reply": ""}}, end={"slots": {"date": "18"}})
    assert (cause.turn, cause.code, cause.contributing) == (2, "NLG.template", ())


def test_a_slot_that_was_not_corrected_is_stale(world: World) -> None:
    """With the baseline as the only reference a kept old value is recognised."""
    old = [{"slots": {"date": "17"}}, {"slots": {"date": "17"}, "reply": "?"}]
    reference = world.judge(SPARSE, {0: old[0]})
    cause = cause_of(world.judge(SPARSE, dict(enumerate(old))), reference, OUTSIDE)
    assert cause is not None
    assert (cause.turn, cause.code) == (1, "slot.stale")


def test_without_a_reference_silence_is_unverified(world: World) -> None:
    """A stage nobody asserted cannot be blamed; the cause says that its parents are unknown."""
    broken = world.judge(SPARSE, {0: {"intent": "faq"}, 1: {"reply": "?"}})
    cause = cause_of(broken)
    assert cause is not None
    assert (cause.turn, cause.code, cause.unverified) == (1, "NLG.keyword", True)


def test_golden_values_alone_suffice(world: World) -> None:
    """A case that asserts every stage needs no baseline."""
    broken = world.judge(EXPECTED[:1] + SPARSE[1:], {0: {"intent": "faq", "next_action": "answer"}})
    cause = cause_of(broken)
    assert cause is not None
    assert (cause.code, cause.unverified, cause.contributing) == ("IR.intent", False, ("policy.next_action",))


def test_retrieval_that_ran_comes_before_policy_without_a_reference(world: World) -> None:
    """Something else was found, so it is not the policy that is to blame, whatever the baseline did."""
    cause = cause_of(world.judge(EXPECTED, {2: {**NOT_FOUND, "retrieved": ["plan"]}}))
    assert cause is not None
    assert (cause.code, cause.contributing) == (
        "exec.retrieval",
        ("policy.next_action", "NLG.keyword", "NLG.citation")[:2],
    )


def test_safety_overrides(world: World) -> None:
    """A failed safety check is the cause even where an earlier stage went wrong."""
    broken = world.judge(EXPECTED, {0: {"intent": "faq"}})
    unsafe = broken.checks[0].model_copy(
        update={
            "field": "safety.reply",
            "code": "policy.safety",
            "stage": Stage.POLICY,
            "turn": 2,
            "observed": ["refund"],
        }
    )
    cause = cause_of(broken.model_copy(update={"checks": (*broken.checks, unsafe)}))
    assert cause is not None
    assert (cause.code, cause.turn, cause.message) == ("policy.safety", 2, "safety: refund")
    assert cause.contributing == ("IR.intent",)


def test_a_case_that_passes_has_no_cause(world: World) -> None:
    """Nothing failed, nothing caused it."""
    assert cause_of(world.judge(EXPECTED, {})) is None
