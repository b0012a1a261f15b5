"""Short ways to write cases, turns and results."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from sekisho.evaluation.settings import RunSettings
from sekisho.model.kinds.case import GoldenCase, TurnExpectation
from sekisho.model.run import CaseResult, Check
from sekisho.model.trace import STAGE_OF_FIELD, ToolCall, TurnTrace

NOW = datetime(2026, 11, 16, 1, tzinfo=UTC)


@pytest.fixture
def settings() -> RunSettings:
    """Settings that judge every field."""
    return RunSettings(clock=NOW)


@pytest.fixture
def make_case() -> Callable[..., GoldenCase]:
    """A case whose turns expect the given things: `make_case({"intent": "faq"}, end={...})`."""

    def make(*expectations: dict[str, Any], end: dict[str, Any] | None = None, **more: Any) -> GoldenCase:
        turns = [{"user": f"utterance {n}", "expect": expect} for n, expect in enumerate(expectations)]
        return GoldenCase.model_validate({"title": "t", "language": "ja", "turns": turns, "end": end or {}, **more})

    return make


@pytest.fixture
def expect() -> Callable[..., TurnExpectation]:
    """What is expected of a turn: `expect(intent=None)` asserts that there is no intent."""

    def make(**fields: Any) -> TurnExpectation:
        return TurnExpectation.model_validate(fields)

    return make


@pytest.fixture
def make_turn() -> Callable[..., TurnTrace]:
    """One turn of a trace; `calls=["tool"]` are tool calls without arguments."""

    def make(*, calls: list[Any] | None = None, **fields: Any) -> TurnTrace:
        made = [ToolCall(tool=call, arguments={}) if isinstance(call, str) else call for call in calls or []]
        return TurnTrace.model_validate({"user": "u", "language": "ja", "tool_calls": made, **fields})

    return make


@pytest.fixture
def make_check() -> Callable[..., Check]:
    """One check: `make_check(0, "intent", "a", "b")` expected a and observed b."""

    def make(turn: int | None, field: str, expected: Any, observed: Any, code: str = "x") -> Check:
        return Check(
            turn=turn,
            field=field,
            stage=STAGE_OF_FIELD[field.partition(".")[0]],
            code=code,
            passed=expected == observed,
            expected=expected,
            observed=observed,
        )

    return make


@pytest.fixture
def make_result() -> Callable[..., CaseResult]:
    """One result that passed, unless told otherwise."""

    def make(case: str = "golden/a", **fields: Any) -> CaseResult:
        return CaseResult.model_validate({"case": case, "state": "passed", **fields})

    return make
