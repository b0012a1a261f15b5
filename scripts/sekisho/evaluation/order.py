"""In which order the stages of one turn follow from each other.

As a rule: what was meant, the mode, the slots, what to do, doing it, saying it. A turn that parted from its reference
can show another order:

- the policy decides what is executed, and what came of that decides what the policy does next: whichever parted first
  comes first;
- a mode that another way set, and a slot that another way listened for, or did not, follow from the way, where the same
  was meant;
- a slot that nobody spoke of in the turn was changed by what was done.
"""

from collections.abc import Mapping, Sequence

from sekisho.evaluation.divergence import STAGES, differing_fields
from sekisho.evaluation.matchers.check import same
from sekisho.model.trace import Stage, TurnTrace

Setting = Mapping[Stage, frozenset[str]]
"""The route entries (`<workflow>/<node>`) of the nodes that set the mode and that listen for slots."""


def order_of(before: TurnTrace | None, after: TurnTrace, setting: Setting, *, done_first: bool) -> Sequence[Stage]:
    """Return the stages of a turn by cause and effect; `before` is the reference's turn.

    `done_first` says that what was executed parted from the reference before the policy did.
    """
    order = list(STAGES)
    if done_first:
        _move(order, Stage.POLICY, behind=Stage.EXEC)
    if before is None:
        return order
    if same(before.intent, after.intent) and before.route and after.route:
        modes = setting.get(Stage.MODE, frozenset())
        if modes.intersection(before.route) != modes.intersection(after.route):
            _move(order, Stage.MODE, behind=Stage.POLICY)
        listening = setting.get(Stage.SLOT, frozenset())
        listened = listening.intersection(before.route), listening.intersection(after.route)
        if any(listened) and listened[0].isdisjoint(listened[1]):
            _move(order, Stage.SLOT, behind=Stage.POLICY)
    if _changed_unspoken(before, after):
        _move(order, Stage.SLOT, behind=max(Stage.POLICY, Stage.EXEC, key=order.index))
    return order


def _move(order: list[Stage], stage: Stage, *, behind: Stage) -> None:
    order.remove(stage)
    order.insert(order.index(behind) + 1, stage)


def _changed_unspoken(before: TurnTrace, after: TurnTrace) -> bool:
    """Say whether slots differ and none of them was heard in this turn, on either side."""
    slots = [name.removeprefix("slots.") for name in differing_fields(before, after) if name.startswith("slots.")]
    return bool(slots) and not {*before.raw_slots, *after.raw_slots}.intersection(slots)
