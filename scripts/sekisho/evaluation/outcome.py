"""From a conversation to a case's result: which of the five states, and why."""

from typing import Any

from sekisho.evaluation.cost import calls_of, cost_of, usage_of
from sekisho.evaluation.matchers.conversation import check_conversation
from sekisho.evaluation.settings import RunSettings, judged
from sekisho.model.kinds.case import CaseBase, GoldenCase
from sekisho.model.run import CaseResult, CaseState, Check
from sekisho.model.trace import Conversation

ACCURACY_FIELDS = frozenset({"reply", "citations"})


def blank_result(name: str, case: CaseBase, trial: int, state: CaseState, reason: str) -> CaseResult:
    """Return the result of a case that has no conversation to show."""
    return CaseResult(**_about(name, case, trial), state=state, reason=reason)


def _about(name: str, case: CaseBase, trial: int) -> dict[str, Any]:
    return {
        "case": name,
        "trial": trial,
        "title": case.title,
        "language": case.language,
        "tags": case.tags,
        "must_pass": case.must_pass,
        "search": case.search.knowledge if isinstance(case, GoldenCase) and case.search else "",
    }


def judge_case(name: str, case: CaseBase, trial: int, talk: Conversation, settings: RunSettings) -> CaseResult:
    """Return the result of `case` given the conversation it led to. A matcher's crash is an invalid result."""
    calls = calls_of(talk.turns)
    seen: dict[str, Any] = {
        "turns": talk.turns,
        "missing": talk.missing,
        "usage": usage_of(calls),
        "cost": cost_of(calls, settings.prices),
    }
    try:
        judgement = _judgement(name, case, talk, settings)
    except Exception as error:
        judgement = _state(CaseState.INVALID, f"a matcher crashed: {type(error).__name__}: {error}")
    return CaseResult(**_about(name, case, trial), **seen, **judgement)


def _judgement(name: str, case: CaseBase, talk: Conversation, settings: RunSettings) -> dict[str, Any]:
    reason = why_unjudged(case, talk)
    if reason is not None:
        return _state(*reason)
    fields = settings.judged_fields(name)
    checks = judged(check_conversation(case, talk, settings.criteria), fields)
    if not _asserts(checks, fields):
        return _state(CaseState.INVALID, "asserts nothing")
    failed = [check for check in checks if not check.passed]
    return {
        **_state(CaseState.FAILED if failed else CaseState.PASSED, _reason(failed)),
        "checks": checks,
        "task_success": _all_passed([check for check in checks if check.turn is None]),
        "response_accurate": _all_passed([check for check in checks if _head(check) in ACCURACY_FIELDS]),
    }


def why_unjudged(case: CaseBase, talk: Conversation) -> tuple[CaseState, str] | None:
    """Return the state and reason of a conversation that cannot be judged, None for one that can.

    An error of the agent is judged (it fails) even when it kept an injected fault from firing.
    """
    errors = [turn.error for turn in talk.turns if turn.error is not None]
    if talk.missing:
        return CaseState.UNRECORDED, f"{len(talk.missing)} recorded answers are missing"
    if harness := next((error for error in errors if error.fault == "harness"), None):
        return CaseState.INVALID, f"{harness.code}: {harness.message}"
    if len(talk.turns) > len(case.turns) or (len(talk.turns) < len(case.turns) and not errors):
        return CaseState.INVALID, f"the target answered {len(talk.turns)} of {len(case.turns)} turns"
    if talk.unfired_faults and not errors:
        return CaseState.INVALID, f"{talk.unfired_faults} injected faults never fired"
    return None


def _state(state: CaseState, reason: str) -> dict[str, Any]:
    return {"state": state, "reason": reason}


def _asserts(checks: tuple[Check, ...], fields: frozenset[str] | None) -> bool:
    """Say whether the case itself asserts something: safety is asserted of every case, so it must be asked for."""
    asked = frozenset() if fields is None else fields
    return any(_head(check) != "safety" or "safety" in asked for check in checks)


def _reason(failed: list[Check]) -> str:
    if not failed:
        return ""
    where = "at the end" if failed[0].turn is None else f"in turn {failed[0].turn + 1}"
    return f"{failed[0].code} {where}" + (f" and {len(failed) - 1} more" if len(failed) > 1 else "")


def _head(check: Check) -> str:
    return check.field.partition(".")[0]


def _all_passed(checks: list[Check]) -> bool | None:
    return all(check.passed for check in checks) if checks else None
