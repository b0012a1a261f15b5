"""Faults of understanding: intent, mode and slots."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sekisho.dialogue.injection.site import Change, Site
from sekisho.dialogue.state import TIME_WINDOWS
from sekisho.dialogue.turn import Turn
from sekisho.model.base import Json
from sekisho.model.kinds.workflow import Slot, SlotType

PLAUSIBLE: Mapping[SlotType, Json] = {
    SlotType.DATE: "2026-11-26",
    SlotType.TIME_WINDOW: "evening",
    SlotType.POSTAL_CODE: "150-0099",
    SlotType.PHONE: "090-0000-5555",
    SlotType.NUMBER: 7,
    SlotType.YES_NO: True,
    SlotType.TEXT: "AO-7777",
}
"""A value for a slot that nobody said."""


def decides_intent(site: Site) -> bool:
    """Say whether this node is the last of the turn that sets the intent."""
    return sets_intent(site.node) and understood(site)


def understood(site: Site) -> bool:
    """Say whether no later node of the turn sets the intent."""
    return not any(sets_intent(node) for node in site.later)


def sets_intent(node: Any) -> bool:
    """Say whether a node says what the user meant."""
    return node.kind == "classify" or (node.kind == "rule" and "intent" in node.set)


def other_label(site: Site) -> Change:
    """The intent is another one of those the node can choose."""
    labels = getattr(site.node, "labels", None) or tuple(site.workflow.intents)
    return _label(site, site.dice.choice([label for label in labels if label != site.trace.intent]))


def no_label(site: Site) -> Change:
    """The model answered, and with none of the labels."""
    return _label(site, None)


def _label(site: Site, label: str | None) -> Change:
    mode = site.workflow.intents[label].mode if label is not None else None

    def change(turn: Turn, _before: Mapping[str, Json]) -> None:
        turn.choose(label, mode)
        known = turn.context["nodes"].get(site.node_id)
        if known is not None:
            turn.keep(site.node_id, {**known, "label": label})

    return change


def other_mode(site: Site) -> Change:
    """The turn ends in a mode that fits another intent."""
    found = {intent.mode for workflow in site.registry.workflows.values() for intent in workflow.intents.values()}
    mode = site.dice.choice(sorted(mode for mode in found if mode is not None and mode != site.trace.mode))

    def change(turn: Turn, _before: Mapping[str, Json]) -> None:
        turn.set_mode(mode)

    return change


def slot_lost(site: Site) -> Change:
    """A slot that was said is not heard: it keeps the value it had, or none."""
    name = site.dice.choice(heard(site))

    def change(turn: Turn, before: Mapping[str, Json]) -> None:
        turn.state.slots[name] = before[name]
        turn.raw_slots.pop(name, None)
        _filled(turn, site, lambda names: [one for one in names if one != name])

    return change


def slot_value(site: Site) -> Change:
    """A slot is heard as something else."""
    return _set(site, site.dice.choice(heard(site)), raw=True)


def slot_normalised(site: Site) -> Change:
    """A slot is heard right, and made into something else."""
    return _set(site, site.dice.choice(heard(site)), raw=False)


def slot_over(site: Site) -> Change:
    """A slot is filled that nobody spoke of."""
    return _set(site, site.dice.choice(empty(site)), raw=True)


def heard(site: Site) -> list[str]:
    """Return the slots the node filled in this turn."""
    return [name for name in site.node.slots if name in site.trace.raw_slots and name in site.trace.slots]


def empty(site: Site) -> list[str]:
    """Return the slots the node could have filled and that stayed empty."""
    return [name for name in site.node.slots if name not in site.trace.slots]


def _set(site: Site, name: str, *, raw: bool) -> Change:
    value = _other(site.workflow.slots[name], site.trace.slots.get(name))

    def change(turn: Turn, _before: Mapping[str, Json]) -> None:
        turn.state.slots[name] = value
        if raw:
            turn.raw_slots[name] = value
        _filled(turn, site, lambda names: [*names, *([] if name in names else [name])])

    return change


def _filled(turn: Turn, site: Site, renamed: Callable[[list[str]], list[str]]) -> None:
    known = turn.context["nodes"][site.node_id]
    turn.keep(site.node_id, {**known, "filled": renamed(known["filled"])})


def _other(slot: Slot, value: Json) -> Json:
    """Return another value of the slot's type."""
    if slot.type is SlotType.CHOICE:
        return next(choice for choice in slot.choices if choice != value)
    if value is None or slot.type is SlotType.TEXT:
        return PLAUSIBLE[slot.type]
    if slot.type is SlotType.DATE:
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    if slot.type is SlotType.TIME_WINDOW:
        return next(window for window in TIME_WINDOWS if window != value)
    if slot.type is SlotType.YES_NO:
        return not value
    if slot.type is SlotType.NUMBER:
        return value + 1
    return f"{value[:-1]}{(int(value[-1]) + 1) % 10}"
