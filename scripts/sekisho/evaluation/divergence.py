"""Where two traces of the same dialogue part: field by field, in the order of the stages.

What a tool was asked (`tool_calls`) and what came back (`tool_results`) are compared apart: the one is a decision
of the dialogue, the other is not.
"""

from collections.abc import Iterator, Mapping, Sequence

from sekisho.evaluation.matchers.check import same
from sekisho.model.base import Json
from sekisho.model.trace import STAGE_OF_FIELD, Stage, TurnTrace

STAGES = tuple(Stage)


def stage_of(field: str, turn: TurnTrace) -> Stage:
    """Return the stage that decides a field named as in `fields_of`."""
    head = field.partition(".")[0]
    if head == "error":
        code = turn.error.code.partition(".")[0] if turn.error else ""
        return Stage(code) if code in STAGES else Stage.EXEC
    return Stage.EXEC if head == "tool_results" else STAGE_OF_FIELD[head]


def fields_of(turn: TurnTrace) -> dict[str, Json]:
    """Return what can be compared of a turn, by field in stage order; slots one by one, empty ones left out."""
    return {
        "intent": turn.intent,
        "mode": turn.mode,
        **{f"slots.{name}": value for name, value in sorted(turn.slots.items()) if value is not None},
        "next_action": turn.next_action,
        "outcome": turn.outcome,
        "tool_calls": [{"tool": call.tool, "arguments": call.arguments} for call in turn.tool_calls],
        "tool_results": [{"result": call.result, "error": call.error} for call in turn.tool_calls],
        "retrieved": turn.retrieved,
        "reply": turn.reply,
        "citations": turn.citations,
        "error": turn.error.code if turn.error else None,
    }


def differing_fields(baseline: TurnTrace, candidate: TurnTrace) -> Mapping[str, tuple[Json, Json]]:
    """Return the fields in which two turns differ, with both values (baseline first)."""
    before, after = fields_of(baseline), fields_of(candidate)
    names = dict.fromkeys([*before, *after])
    values = {name: (before.get(name), after.get(name)) for name in names}
    return {name: pair for name, pair in values.items() if not same(*pair)}


def first_divergence(baseline: Sequence[TurnTrace], candidate: Sequence[TurnTrace]) -> tuple[int, Stage] | None:
    """Return the first turn (from 0) and stage in which two dialogues differ, None where they are the same.

    A dialogue that ends before the other diverges at the first stage of the turn it did not have.
    """
    return next(_divergences(baseline, candidate), None)


def _divergences(baseline: Sequence[TurnTrace], candidate: Sequence[TurnTrace]) -> Iterator[tuple[int, Stage]]:
    for index, (before, after) in enumerate(zip(baseline, candidate, strict=False)):
        if before != after:
            blamed = after if after.error else before
            stages = [stage_of(field, blamed) for field in differing_fields(before, after)]
            if stages:
                yield index, min(stages, key=STAGES.index)
    if len(baseline) != len(candidate):
        yield min(len(baseline), len(candidate)), STAGES[0]
