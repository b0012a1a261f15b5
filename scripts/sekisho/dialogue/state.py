"""What a dialogue remembers from turn to turn, and the types of what may be put there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sekisho.dialogue.sandbox import Attempt
from sekisho.errors import WorkflowError
from sekisho.model.base import Json
from sekisho.model.kinds.workflow import Slot, SlotType, Variable
from sekisho.template.values import kind_of

TIME_WINDOWS = ("morning", "afternoon", "evening")


@dataclass(slots=True)
class ThreadState:
    """The state of one dialogue. Every declared slot and variable is present; None means not set."""

    workflow: str
    slots: dict[str, Json]
    vars: dict[str, Json]
    mode: str | None = None
    turn: int = 0
    last_reply: str | None = None
    last_action: str | None = None
    ended: bool = False
    tries: dict[str, int] = field(default_factory=dict)
    """How often each tool was tried."""
    done: dict[str, Attempt] = field(default_factory=dict)
    """What the first call under each idempotency key that succeeded was answered."""
    fired: set[int] = field(default_factory=set)
    """Which of the case's faults, by position, have met a try."""


def check_slot(name: str, slot: Slot, value: Any) -> None:
    """Raise WorkflowError `policy.type` unless `value` is None or a normalised value of the slot."""
    if value is not None and not _fits_slot(slot, value):
        raise _wrong_type(f"slots.{name}", slot.type.value, value)


def check_variable(name: str, variable: Variable, value: Any) -> None:
    """Raise WorkflowError `policy.type` unless `value` is None or of the variable's type."""
    if value is not None and not _JSON_TYPES[variable.type](value):
        raise _wrong_type(name, variable.type, value)


def check_word(name: str, value: Any, allowed: Mapping[str, Any] | None = None) -> None:
    """Raise WorkflowError `policy.type` unless `value` is None or a text (one of `allowed`, where given)."""
    if value is not None and not isinstance(value, str):
        raise _wrong_type(name, "text", value)
    if value is not None and allowed is not None and value not in allowed:
        raise WorkflowError(f"{name} cannot be {value!r}: the workflow does not declare it", code="policy.type")


def _fits_slot(slot: Slot, value: Any) -> bool:
    if slot.type is SlotType.NUMBER:
        return _is_number(value)
    if slot.type is SlotType.YES_NO:
        return isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if slot.type is SlotType.DATE:
        return _is_date(value)
    if slot.type is SlotType.TIME_WINDOW:
        return value in TIME_WINDOWS
    return slot.type is not SlotType.CHOICE or value in slot.choices


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong_type(name: str, expected: str, value: Any) -> WorkflowError:
    return WorkflowError(f"{name} takes {expected}, found {kind_of(value)} {value!r:.60}", code="policy.type")


_JSON_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
}
