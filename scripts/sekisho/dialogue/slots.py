"""From what a model extracted to the one canonical value of a slot."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sekisho.model.base import Json
from sekisho.model.kinds.workflow import Slot, SlotType
from sekisho.text import values


def normalise(slot: Slot, raw: Json, now: datetime) -> Json:
    """Return the canonical value of `raw`, or None when it is not a value of the slot.

    `now` resolves relative dates. Dates are ISO 8601, time windows morning, afternoon or evening, choices their ids.
    """
    if isinstance(raw, bool):
        return raw if slot.type is SlotType.YES_NO else None
    if isinstance(raw, int | float):
        raw = str(raw)
    return _NORMALISERS[slot.type](raw, slot, now) if isinstance(raw, str) else None


def _text(raw: str, _slot: Slot, _now: datetime) -> str | None:
    return " ".join(raw.split()) or None


_NORMALISERS: Mapping[SlotType, Callable[[str, Slot, datetime], Any]] = {
    SlotType.TEXT: _text,
    SlotType.DATE: lambda raw, _slot, now: values.date_value(raw, now),
    SlotType.TIME_WINDOW: lambda raw, _slot, _now: values.time_window_value(raw),
    SlotType.POSTAL_CODE: lambda raw, _slot, _now: values.postal_code_value(raw),
    SlotType.PHONE: lambda raw, _slot, _now: values.phone_value(raw),
    SlotType.NUMBER: lambda raw, _slot, _now: values.number_value(raw),
    SlotType.YES_NO: lambda raw, _slot, _now: values.yes_no_value(raw),
    SlotType.CHOICE: lambda raw, slot, _now: values.choice_value(raw, slot.choices),
}
