"""Unit tests of prompts: each row of test data is answered once and held against all evaluators of its prompt.

Strings of an evaluator may use the row's variables as `{{name}}`, nothing more. An evaluator that is not a string
evaluator cannot be run here and makes its row invalid.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sekisho.errors import ProviderError, TemplateRenderError, UnrecordedError, WorkflowError
from sekisho.evaluation.runner import OnResult, Results, in_parallel
from sekisho.model.base import Json, Language
from sekisho.model.kinds.prompt import Evaluator, Prompt, StringEvaluator
from sekisho.model.run import CaseResult, CaseState, Check
from sekisho.model.trace import MissingAnswer, ModelCall, Stage, TurnTrace
from sekisho.serialize import canonical_json

Row = Mapping[str, Json]
Answer = Callable[[str, Row], Awaitable[str]]
"""Renders a prompt (by id) with a row's variables, asks its model and returns the text of the answer.

Raises UnrecordedError when replay has no answer, ProviderError when the model fails.
"""

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*\}\}")

TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "equals": str.__eq__,
    "contains": str.__contains__,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
}


class Unit(NamedTuple):
    """One row of a prompt's test data, numbered from 0."""

    prompt_id: str
    prompt: Prompt
    number: int

    @property
    def row(self) -> Row:
        """The variables of the row."""
        return self.prompt.test_data[self.number]

    @property
    def case(self) -> str:
        """The case id of the row's result."""
        return f"prompt/{self.prompt_id}/{self.number}"


async def run_prompt_units(
    prompts: Mapping[str, Prompt],
    answer: Answer,
    *,
    concurrency: int = 4,
    on_result: OnResult = lambda _side, _result: None,
    side: str = "",
) -> Results:
    """Run every row of the given prompts and return the results in prompt and row order.

    A prompt without test data has no result; a plan that asked for it finds that out.
    """
    units = [Unit(name, prompts[name], n) for name in sorted(prompts) for n in range(len(prompts[name].test_data))]
    done: dict[str, CaseResult] = {}

    async def run(unit: Unit) -> None:
        done[unit.case] = await _run_unit(unit, answer)
        on_result(side, done[unit.case])

    await in_parallel((run(unit) for unit in units), concurrency)
    return tuple(done[unit.case] for unit in units)


async def _run_unit(unit: Unit, answer: Answer) -> CaseResult:
    """Answer and judge one row; a provider that fails spoils the row, a prompt that cannot be rendered fails it."""
    try:
        text = await answer(unit.prompt_id, unit.row)
    except UnrecordedError as missing:
        wanted = MissingAnswer(prompt=missing.prompt, key=missing.key)
        return _result(unit, CaseState.UNRECORDED, missing.message, missing=(wanted,))
    except ProviderError as error:
        return _result(unit, CaseState.INVALID, error.message)
    except (TemplateRenderError, WorkflowError) as error:
        return _result(unit, CaseState.FAILED, error.message)
    checks = tuple(check for test in unit.prompt.evaluators for check in _evaluate(test, unit.row, text))
    turns = (_turn(unit, text),)
    if not checks or any(test.string is None for test in unit.prompt.evaluators):
        reason = "an evaluator that is not a string evaluator cannot be run" if checks else "asserts nothing"
        return _result(unit, CaseState.INVALID, reason, turns=turns)
    failed = [check.field.removeprefix("reply.") for check in checks if not check.passed]
    state = CaseState.FAILED if failed else CaseState.PASSED
    return _result(unit, state, f"failed: {', '.join(failed)}" if failed else "", turns=turns, checks=checks)


def _evaluate(evaluator: Evaluator, row: Row, text: str) -> Iterator[Check]:
    """Yield one check for each string the evaluator gives."""
    given = evaluator.string or StringEvaluator()
    for name, holds in TESTS.items():
        template = getattr(given, name)
        if template is not None:
            wanted = filled(template, row)
            yield Check(
                turn=0,
                field=f"reply.{evaluator.name}",
                stage=Stage.NLG,
                code="NLG.format",
                passed=holds(text, wanted),
                expected=wanted,
                observed=text,
            )


def filled(template: str, row: Row) -> str:
    """Return `template` with each `{{name}}` of the row put in; an unknown name stays as it is written."""

    def value(found: re.Match[str]) -> str:
        known = row.get(found[1], found[0])
        return known if isinstance(known, str) else canonical_json(known)

    return PLACEHOLDER.sub(value, template)


def _turn(unit: Unit, text: str) -> TurnTrace:
    call = ModelCall(node="", prompt=unit.prompt_id, key="", model=unit.prompt.model)
    return TurnTrace(user=canonical_json(unit.row), language=Language.EN, reply=text, calls=(call,))


def _result(
    unit: Unit,
    state: CaseState,
    reason: str,
    *,
    turns: Sequence[TurnTrace] = (),
    checks: tuple[Check, ...] = (),
    missing: tuple[MissingAnswer, ...] = (),
) -> CaseResult:
    return CaseResult(
        case=unit.case,
        title=f"{unit.prompt.name}, row {unit.number + 1}",
        state=state,
        reason=reason,
        turns=tuple(turns),
        checks=checks,
        missing=missing,
    )
