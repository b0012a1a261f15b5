import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from sekisho.errors import ProviderError, TemplateRenderError, UnrecordedError
from sekisho.evaluation.prompt_units import filled, run_prompt_units
from sekisho.model.kinds.prompt import Prompt
from sekisho.model.run import CaseResult, CaseState

ROWS = [{"user": "hello", "intent": "small_talk"}, {"user": "book", "intent": "book_visit"}]


def _prompt(evaluators: list[dict[str, Any]], rows: list[dict[str, Any]] = ROWS) -> Prompt:
    return Prompt.model_validate(
        {
            "name": "intent",
            "model": "m",
            "messages": [{"role": "user", "content": "{{ user }}"}],
            "testData": rows,
            "evaluators": evaluators,
        }
    )


def _run(prompt: Prompt, text: str | Exception) -> tuple[CaseResult, ...]:
    async def answer(_prompt_id: str, _row: Mapping[str, Any]) -> str:
        if isinstance(text, Exception):
            raise text
        return text

    return asyncio.run(run_prompt_units({"intent": prompt}, answer))


def _test(**string: str) -> dict[str, Any]:
    return {"name": "right", "string": string}


@pytest.mark.parametrize(
    ("string", "passed"),
    [
        ({"equals": "a label"}, True),
        ({"equals": "a"}, False),
        ({"contains": "lab"}, True),
        ({"startsWith": "a l"}, True),
        ({"startsWith": "label"}, False),
        ({"endsWith": "label"}, True),
        ({"contains": "lab", "endsWith": "x"}, False),
    ],
)
def test_strings_are_compared_as_they_are(string: dict[str, str], passed: bool) -> None:
    """Every string an evaluator gives must hold."""
    (result,) = _run(_prompt([_test(**string)], [{"user": "x"}]), "a label")
    assert result.state is (CaseState.PASSED if passed else CaseState.FAILED)
    assert result.reason == ("" if passed else "failed: right")


def test_each_row_is_a_result_and_its_variables_are_put_in() -> None:
    """Rows are numbered; an evaluator's string speaks about its own row."""
    first, second = _run(_prompt([_test(equals="{{ intent }}")]), "small_talk")
    assert (first.case, first.state, first.title) == ("prompt/intent/0", CaseState.PASSED, "intent, row 1")
    assert (second.case, second.state) == ("prompt/intent/1", CaseState.FAILED)
    assert (second.checks[0].expected, second.checks[0].observed) == ("book_visit", "small_talk")
    assert [call.prompt for call in second.turns[0].calls] == ["intent"]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (UnrecordedError("k" * 64, "intent"), CaseState.UNRECORDED),
        (ProviderError("down"), CaseState.INVALID),
        (TemplateRenderError("undefined"), CaseState.FAILED),
    ],
)
def test_no_answer_has_a_state(error: Exception, state: CaseState) -> None:
    """A missing recording is unrecorded, a failing provider invalid, a prompt that does not render fails."""
    result = _run(_prompt([_test(equals="x")]), error)[0]
    assert result.state is state
    assert [answer.prompt for answer in result.missing] == (["intent"] if state is CaseState.UNRECORDED else [])


def test_a_row_that_nothing_judges_is_invalid() -> None:
    """No evaluator asserts nothing; one that cannot be run here cannot pass."""
    assert [r.reason for r in _run(_prompt([], [{"user": "x"}]), "t")] == ["asserts nothing"]
    (result,) = _run(_prompt([_test(equals="t"), {"name": "judge", "uses": "github/similarity"}], [{}]), "t")
    assert (result.state, result.reason) == (
        CaseState.INVALID,
        "an evaluator that is not a string evaluator cannot be run",
    )


def test_results_are_handed_over_with_their_side() -> None:
    """A journal can keep each row as soon as it is answered."""
    seen: list[tuple[str, str]] = []

    async def answer(_prompt_id: str, _row: Mapping[str, Any]) -> str:
        return "t"

    asyncio.run(
        run_prompt_units(
            {"intent": _prompt([_test(equals="t")])},
            answer,
            side="candidate",
            on_result=lambda side, result: seen.append((side, result.case)),
        )
    )
    assert sorted(seen) == [("candidate", "prompt/intent/0"), ("candidate", "prompt/intent/1")]


def test_unknown_names_stay_and_values_are_json() -> None:
    """`{{name}}` of the row is put in, as JSON unless it is a string; what the row does not know stays written."""
    row = {"a": "x", "n": 1, "list": ["é"]}
    assert filled("{{a}} {{ n }} {{list}} {{b}}", row) == 'x 1 ["é"] {{b}}'
