import pytest

from sekisho.dialogue.injection.understanding import _other
from sekisho.model.base import Json
from sekisho.model.kinds.workflow import Slot, SlotType


@pytest.mark.parametrize(
    ("slot", "value", "other"),
    [
        (Slot(type=SlotType.DATE), "2026-11-30", "2026-12-01"),
        (Slot(type=SlotType.TIME_WINDOW), "morning", "afternoon"),
        (Slot(type=SlotType.TIME_WINDOW), None, "evening"),
        (Slot(type=SlotType.POSTAL_CODE), "100-0009", "100-0000"),
        (Slot(type=SlotType.PHONE), "090-0000-1234", "090-0000-1235"),
        (Slot(type=SlotType.NUMBER), 4, 5),
        (Slot(type=SlotType.YES_NO), False, True),
        (Slot(type=SlotType.TEXT), "AO-1234", "AO-7777"),
        (Slot(type=SlotType.CHOICE, choices={"light": ("Light",), "giga": ("Giga",)}), "light", "giga"),
    ],
)
def test_another_value_is_one_of_the_slot(slot: Slot, value: Json, other: Json) -> None:
    """Near the right one, and of its type."""
    assert _other(slot, value) == other
