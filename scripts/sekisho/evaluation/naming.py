"""Naming what went wrong in a field that no golden value covers: the baseline's passing turn says what was right."""

from collections.abc import Mapping, Sequence

from sekisho.evaluation.matchers.check import same
from sekisho.evaluation.matchers.slots import SlotHistory, slot_code
from sekisho.evaluation.matchers.tools import OWN_CODES, tools_code
from sekisho.model.kinds.case import ExpectedCall, ToolExpectation
from sekisho.model.trace import ToolCall, TurnTrace

PLAIN_CODES: Mapping[str, str] = {
    "intent": "IR.intent",
    "mode": "mode.wrong",
    "next_action": "policy.next_action",
    "outcome": "policy.outcome",
    "retrieved": "exec.retrieval",
    "reply": "NLG.wording",
    "citations": "NLG.citation",
    "error": "exec.error",
}


def code_of_difference(field: str, before: TurnTrace, turns: Sequence[TurnTrace]) -> str:
    """Return the code of a field in which the last of `turns` differs from `before`, the same turn of the baseline."""
    after = turns[-1]
    head, _, name = field.partition(".")
    if head == "slots":
        history = SlotHistory(turns, [{} for _ in turns])
        heard_alike = heard_the_same(name, before, after)
        return "slot.normalisation" if heard_alike else slot_code(name, before.slots.get(name), history)
    if head == "tool_calls":
        calls = tuple(ExpectedCall(tool=call.tool, arguments=call.arguments) for call in before.tool_calls)
        return tools_code(ToolExpectation(calls=calls), after.tool_calls)
    if head == "tool_results":
        return _result_code(before.tool_calls, after.tool_calls)
    return PLAIN_CODES[head]


def heard_the_same(slot: str, before: TurnTrace, after: TurnTrace) -> bool:
    """Say whether both turns took the same words for a slot, so that only their normalisation can differ."""
    heard = after.raw_slots.get(slot)
    return heard is not None and same(heard, before.raw_slots.get(slot))


def _result_code(before: Sequence[ToolCall], after: Sequence[ToolCall]) -> str:
    """Return the code of the first call that came back differently; a result without an error differs by its data."""
    errors = [call.error for call in after]
    known = [call.error for call in before]
    error = next((new for new, old in zip(errors, known, strict=False) if new and new != old), None)
    if error is None:
        return "exec.tool_result"
    return f"exec.{error}" if error in OWN_CODES else "exec.tool_error"
