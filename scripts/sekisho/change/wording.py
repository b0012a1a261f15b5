"""Values of a difference as people read them: one short line in a reason, a bounded copy in the change itself."""

from sekisho.change.edits import FieldEdit
from sekisho.change.excerpt import excerpts
from sekisho.change.plain import compact
from sekisho.model.base import Json
from sekisho.model.change import Operation

SHORT = 60
BOUND = 2000
EXCERPT = 4 * BOUND
LEAD = 20


def summary(edit: FieldEdit) -> str:
    """Return what happened to a field in one short line."""
    if edit.note:
        return shortened(edit.note, 4 * SHORT)
    if edit.operation is Operation.CHANGED:
        before, after = windows(compact(edit.before), compact(edit.after), SHORT)
        return f"{before} -> {after}"
    value = edit.after if edit.operation is Operation.ADDED else edit.before
    return f"{edit.operation} {shortened(compact(value), SHORT)}"


def bounded(before: Json, after: Json) -> tuple[Json, Json]:
    """Return both values; too long to keep, they become text around every difference, or around the first one."""
    old, new = _text(before), _text(after)
    if max(len(old), len(new)) <= BOUND:
        return before, after
    short_old, short_new = excerpts(before, after, EXCERPT) or windows(old, new, BOUND)
    return (None if before is None else short_old), (None if after is None else short_new)


def windows(before: str, after: str, width: int) -> tuple[str, str]:
    """Return both texts in at most `width` characters each, from shortly before their first difference on."""
    start = 0
    if max(len(before), len(after)) > width:
        start = max(0, _shared(before, after) - LEAD)
    return _window(before, start, width), _window(after, start, width)


def shortened(text: str, width: int) -> str:
    """Return `text` in at most `width` characters."""
    return text if len(text) <= width else text[: width - 1] + "…"


def _text(value: Json) -> str:
    return value if isinstance(value, str) else compact(value)


def _window(text: str, start: int, width: int) -> str:
    return shortened(("…" if start else "") + text[start:], width)


def _shared(before: str, after: str) -> int:
    """Return how many characters both texts begin with."""
    return next(
        (at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
