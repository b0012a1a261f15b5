"""Results that are fit to be shown: a report of a leak must not leak it once more. Run files keep the evidence."""

from collections.abc import Iterable

from sekisho.evaluation.matchers.safety import LEAK
from sekisho.model.run import CaseResult
from sekisho.text.pii import redact, redact_json


def masked(results: Iterable[CaseResult]) -> tuple[CaseResult, ...]:
    """Return the results with the replies that gave something away, and what their checks saw, redacted."""
    return tuple(map(_masked, results))


def _masked(result: CaseResult) -> CaseResult:
    leaking = {check.turn for check in result.checks if check.field == LEAK and not check.passed}
    if not leaking:
        return result
    turns = tuple(
        turn.model_copy(update={"reply": redact(turn.reply)}) if number in leaking else turn
        for number, turn in enumerate(result.turns)
    )
    checks = tuple(
        check.model_copy(update={"observed": redact_json(check.observed)}) if check.turn in leaking else check
        for check in result.checks
    )
    return result.model_copy(update={"turns": turns, "checks": checks})
