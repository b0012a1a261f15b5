from collections.abc import Callable
from typing import Any

import pytest

from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.evaluation.matchers.reply import check_reply
from sekisho.model.kinds.case import Concept, TurnExpectation
from sekisho.model.trace import TurnTrace

BOOKED = Concept.model_validate(
    {"variants": {"ja": ["予約が完了"], "en": ["is booked"]}, "negations": {"ja": ["ません"], "en": ["not "]}}
)
CRITERIA = Criteria(concepts={"booked": BOOKED})


@pytest.mark.parametrize(
    ("expected", "reply", "passed", "code"),
    [
        ({"contains": ["14時"]}, "１４時です", True, "NLG.keyword"),
        ({"contains": ["4時"]}, "14時です", False, "NLG.keyword"),
        ({"not_contains": ["4"]}, "14", True, "NLG.keyword"),
        ({"not_contains": ["14"]}, "14", False, "NLG.keyword"),
        ({"any_of": ["赤", "青"]}, "青です", True, "NLG.keyword"),
        ({"any_of": ["赤", "青"]}, "黄です", False, "NLG.keyword"),
        ({"concepts": ["booked"]}, "予約が完了しました。", True, "NLG.negation"),
        ({"concepts": ["booked"]}, "予約が完了していません。", False, "NLG.negation"),
        ({"concepts": ["booked"]}, "少々お待ちください。", False, "NLG.concept"),
        ({"not_concepts": ["booked"]}, "予約が完了していません。", True, "NLG.concept"),
        ({"not_concepts": ["booked"]}, "予約が完了しました。", False, "NLG.concept"),
        ({"language": "ja"}, "はい", True, "NLG.language"),
        ({"language": "ja"}, "Yes", False, "NLG.language"),
    ],
)
def test_each_item_is_one_check(expected: dict[str, Any], reply: str, passed: bool, code: str) -> None:
    """Texts, alternatives, concepts and language are checked one by one; a denied concept says that it is denied."""
    trace = TurnTrace(user="u", language="ja", reply=reply)
    (check,) = check_reply(TurnExpectation.model_validate({"reply": expected}), trace, 1, CRITERIA)
    assert (check.passed, check.code, check.observed) == (passed, code, reply)


def test_absent_empty_and_null_differ(
    expect: Callable[..., TurnExpectation], make_turn: Callable[..., TurnTrace]
) -> None:
    """No reply and an empty expectation assert nothing, null asserts that nothing is said."""
    turn = make_turn(reply="はい")
    assert list(check_reply(expect(), turn, 0, CRITERIA)) == []
    assert list(check_reply(expect(reply={}), turn, 0, CRITERIA)) == []
    (check,) = check_reply(expect(reply=None), turn, 0, CRITERIA)
    assert (check.passed, check.code) == (False, "NLG.extra")
