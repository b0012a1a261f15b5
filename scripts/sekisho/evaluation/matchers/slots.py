"""Slots: the state after a turn against its golden values, and what went wrong where they differ.

A null asserts "not set"; `slots: {}` asserts that none is. A slot nobody names is not judged.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sekisho.evaluation.matchers.check import make_check, same
from sekisho.model.base import Json
from sekisho.model.kinds.case import EndAssertions, TurnAssertions
from sekisho.model.run import Check
from sekisho.model.trace import TurnTrace


@dataclass(frozen=True, slots=True)
class SlotHistory:
    """The turns up to the one that is judged (the last), and the golden slots of each of them."""

    turns: Sequence[TurnTrace]
    golden: Sequence[Mapping[str, Json]]

    @property
    def now(self) -> TurnTrace:
        """The turn that is judged."""
        return self.turns[-1]


def check_slots(expected: TurnAssertions | EndAssertions, history: SlotHistory, turn: int | None) -> Iterator[Check]:
    """Yield one check for each slot that `expected` names, or one for each filled slot where it names none at all."""
    if "slots" not in expected.model_fields_set:
        return
    wanted = expected.slots or {name: None for name, value in history.now.slots.items() if value is not None}
    if not wanted:
        yield make_check(turn, "slots", "slot.over", True, expected={}, observed={})
    for name, value in wanted.items():
        found = history.now.slots.get(name)
        passed = same(value, found)
        code = "slot.value" if passed else slot_code(name, value, history)
        yield make_check(turn, f"slots.{name}", code, passed, expected=value, observed=found)


def slot_code(name: str, expected: Json, history: SlotHistory) -> str:
    """Name what is wrong with a slot whose value differs from `expected`.

    normalisation: what was heard is right, what was made of it is not. stale: the value of an earlier turn that was
    right then was not replaced. over: filled though it should be empty. miss: empty though it should be filled.
    """
    observed = history.now.slots.get(name)
    if expected is not None and _heard(history.now.raw_slots.get(name)) == _heard(expected) != "":
        return "slot.normalisation"
    if observed is not None and _was_right_before(name, history):
        return "slot.stale"
    if observed is None:
        return "slot.miss"
    return "slot.over" if expected is None else "slot.value"


def _heard(value: Json) -> str:
    """Reduce a value to its letters and digits: `150-0001` and `1500001` are the same thing heard."""
    return "" if value is None else "".join(char for char in str(value).casefold() if char.isalnum())


def _was_right_before(name: str, history: SlotHistory) -> bool:
    """Say whether an earlier turn had the present value, and was not contradicted by its own golden value."""
    observed, asserted = history.now.slots.get(name), False
    for trace, golden in zip(history.turns[:-1], history.golden, strict=False):
        if not same(trace.slots.get(name), observed):
            continue
        if name in golden and not same(golden[name], observed):
            return False
        asserted = True
    return asserted
