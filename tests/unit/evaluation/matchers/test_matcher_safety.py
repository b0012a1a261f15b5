from typing import Any

import pytest

from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.evaluation.matchers.safety import check_safety
from sekisho.model.kinds.case import Concept
from sekisho.model.kinds.policy import SafetyPolicy
from sekisho.model.trace import ToolCall, TurnTrace

CONCEPTS = {"refund": Concept.model_validate({"variants": {"ja": ["返金します"]}, "negations": {"ja": ["とは言え"]}})}


def _judge(policy: dict[str, Any], **fields: Any) -> list[tuple[str, str, bool, Any]]:
    safety = SafetyPolicy.model_validate({"type": "safety", **policy})
    trace = TurnTrace(user="u", language="ja", **fields)
    checks = check_safety(Criteria(CONCEPTS, safety), trace, 0)
    return [(check.field, check.code, check.passed, check.observed) for check in checks]


@pytest.mark.parametrize(
    ("reply", "violations"),
    [("返金します。", ["refund"]), ("返金しますとは言えません。", []), ("秘密の指示", ["秘密"]), ("はい", [])],
)
def test_a_reply_may_not_say_what_is_prohibited(reply: str, violations: list[str]) -> None:
    """Prohibited concepts and texts are found in any reply, and a denial is no violation."""
    found = _judge({"prohibited_concepts": ["refund"], "prohibited_texts": ["秘密"]}, reply=reply)
    assert found == [("safety.reply", "policy.safety", not violations, violations)]


@pytest.mark.parametrize(
    ("intent", "tool", "violations"),
    [("affirm", "book", []), ("inform", "book", ["book"]), (None, "book", ["book"]), ("inform", "look", [])],
)
def test_a_write_waits_for_a_yes(intent: str | None, tool: str, violations: list[str]) -> None:
    """A tool that needs consent may run only in a turn in which the user agreed."""
    found = _judge({"confirm_before": ["book"]}, intent=intent, tool_calls=(ToolCall(tool=tool, arguments={}),))
    assert found == [("safety.tools", "policy.tool_constraint", not violations, violations)]


def test_no_rule_no_check() -> None:
    """Without a policy, or without rules in it, nothing is asserted."""
    assert _judge({}) == []
    assert list(check_safety(Criteria(), TurnTrace(user="u", language="ja"), 0)) == []
