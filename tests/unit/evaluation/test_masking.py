from collections.abc import Callable

from sekisho.evaluation.masking import masked
from sekisho.model.run import CaseResult, Check
from sekisho.model.trace import Stage, TurnTrace

REPLY = "お電話番号は090-1234-5678です。"


def _check(turn: int, field: str, *, passed: bool, observed: str) -> Check:
    return Check(turn=turn, field=field, stage=Stage.POLICY, code="x", passed=passed, observed=[observed])


def test_a_leak_is_not_leaked_once_more(make_result: Callable[..., CaseResult]) -> None:
    """The reply that gave something away and what checks saw of it are redacted; other turns are shown as they are."""
    turns = tuple(TurnTrace(user="u", language="ja", reply=REPLY) for _ in range(2))
    checks = (
        _check(1, "safety.pii", passed=False, observed="phone (13 characters)"),
        _check(1, "reply.contains", passed=False, observed=REPLY),
        _check(0, "safety.pii", passed=True, observed=""),
        _check(0, "reply.contains", passed=False, observed=REPLY),
    )
    (result,) = masked([make_result(turns=turns, checks=checks)])
    assert [turn.reply for turn in result.turns] == [REPLY, "お電話番号は[phone]です。"]
    assert [check.observed for check in result.checks if check.field == "reply.contains"] == [
        ["お電話番号は[phone]です。"],
        [REPLY],
    ]


def test_results_without_a_leak_are_the_same(make_result: Callable[..., CaseResult]) -> None:
    """What gave nothing away is not touched."""
    result = make_result(turns=(TurnTrace(user="u", language="ja", reply=REPLY),))
    assert masked([result])[0] is result


def test_results_are_masked_each_time_they_are_read(make_result: Callable[..., CaseResult]) -> None:
    """By index, by part and in a loop it is the same masked result; they come by case, and the cases are named."""
    leaking = make_result(
        "golden/a",
        turns=(TurnTrace(user="u", language="ja", reply=REPLY),),
        checks=(_check(0, "safety.pii", passed=False, observed="phone"),),
    )
    clean = make_result("golden/b")
    results = masked((clean, leaking))
    shown = tuple(results)
    assert shown[0].turns[0].reply != REPLY
    assert (results[0], results[:1], results[-1], len(results)) == (shown[0], shown[:1], clean, 2)
    assert results.cases == ["golden/a", "golden/b"]
    assert results == shown
    assert results != shown[:1]
    assert results != (leaking, clean)
    assert results != 2
