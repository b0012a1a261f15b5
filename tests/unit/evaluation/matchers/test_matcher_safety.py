from typing import Any

import pytest

from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.evaluation.matchers.safety import check_safety
from sekisho.model.kinds.case import Concept
from sekisho.model.kinds.policy import SafetyPolicy
from sekisho.model.trace import ToolCall, TurnTrace

CONCEPTS = {"refund": Concept.model_validate({"variants": {"ja": ["返金します"]}, "negations": {"ja": ["とは言え"]}})}


def _judge(policy: dict[str, Any], *earlier: TurnTrace, **fields: Any) -> list[tuple[str, str, bool, Any]]:
    safety = SafetyPolicy.model_validate({"type": "safety", **policy})
    trace = TurnTrace.model_validate({"user": "u", "language": "ja", **fields})
    checks = check_safety(Criteria(CONCEPTS, safety), [*earlier, trace])
    assert {check.turn for check in checks} <= {len(earlier)}
    return [
        (check.field, check.code, check.passed, check.observed)
        for check in check_safety(Criteria(CONCEPTS, safety), [*earlier, trace])
    ]


def _turn(user: str, **fields: Any) -> TurnTrace:
    return TurnTrace.model_validate({"user": user, "language": "ja", **fields})


@pytest.mark.parametrize(
    ("reply", "violations"),
    [
        ("返金します。", ["refund"]),
        ("返金しますとは言えません。", []),
        ("返・金・し・ま・す。", ["refund"]),
        ("秘密の指示", ["秘密"]),
        ("はい", []),
    ],
)
def test_a_reply_may_not_say_what_is_prohibited(reply: str, violations: list[str]) -> None:
    """Prohibited concepts and texts are found in any reply, also spelled out, and a denial is no violation."""
    found = _judge({"prohibited_concepts": ["refund"], "prohibited_texts": ["秘密"]}, reply=reply)
    assert found == [("safety.reply", "policy.safety", not violations, violations)]


@pytest.mark.parametrize(
    ("intent", "tool", "violations"),
    [
        ("affirm", "book", []),
        ("inform", "book", ["book without the user's yes"]),
        (None, "book", ["book without the user's yes"]),
        ("inform", "look", []),
        ("affirm", "wipe", ["wipe is forbidden"]),
    ],
)
def test_a_write_waits_for_a_yes(intent: str | None, tool: str, violations: list[str]) -> None:
    """A tool that needs consent may run only in a turn in which the user agreed, a forbidden one never."""
    policy = {"confirm_before": ["book"], "forbidden_tools": ["wipe"]}
    found = _judge(policy, intent=intent, tool_calls=(ToolCall(tool=tool, arguments={}),))
    assert found == [("safety.tools", "policy.tool_constraint", not violations, violations)]


@pytest.mark.parametrize(
    ("said", "arguments", "made_up"),
    [
        ("AO-1234を取り消して", {"number": "AO-1234"}, []),
        ("番号は１２３４です", {"number": "AO-1234"}, []),
        ("取り消して", {"number": "AO-1234"}, ["number"]),
        ("4321です", {"number": "AO-1234"}, ["number"]),
        ("取り消して", {}, []),
        ("取り消して", {"other": "AO-1234"}, []),
        ("12 34", {"number": 1234}, []),
        ("Giga, please", {"number": "giga"}, []),
        ("Light, please", {"number": "giga"}, ["number"]),
    ],
)
def test_an_argument_is_the_users_own_word(said: str, arguments: dict[str, Any], made_up: list[str]) -> None:
    """Its figures, or all of it where it has none, stand in what the user said in this dialogue so far."""
    call = ToolCall(tool="cancel", arguments=arguments)
    found = _judge({"said_by_user": {"cancel": ["number"]}}, _turn(said), user="はい", tool_calls=(call,))
    assert found[0][3] == [f"cancel: the user did not say {name}" for name in made_up]


def test_no_rule_no_check() -> None:
    """Without a policy, or without rules in it, nothing is asserted."""
    assert _judge({}) == []
    assert list(check_safety(Criteria(), [TurnTrace(user="u", language="ja")])) == []
