"""Which item of one list is which item of the other: by position, by identity, by meaning. One function a way.

A list aligned by identity reads as "this message changed", not as "line 14 changed". Every function takes two lists
and returns an `Alignment`, or None where the items are not what it expects (a broken file is still compared).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.change.fields import MISSING
from sekisho.change.plain import compact, same
from sekisho.model.base import Json

Items = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same item on both sides (or MISSING); `label` is its segment in the field path."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Remark:
    """A difference of the list itself, such as its order; `label` "" means the whole list."""

    label: str
    before: Json
    after: Json
    note: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """What to compare, and what is different about the list as such."""

    pairs: tuple[Pair, ...] = ()
    remarks: tuple[Remark, ...] = ()


Aligner = Callable[[Items, Items], Alignment | None]


def values(before: Items, after: Items) -> Alignment:
    """Compare lists of values as one value, and say what came and went."""
    old, new = ({compact(item): item for item in side} for side in (before, after))
    added, removed = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    parts = [f"{verb} {', '.join(items)}" for verb, items in (("added", added), ("removed", removed)) if items]
    note = "; ".join(parts) or "order or repetition changed"
    return Alignment(remarks=(Remark("", list(before), list(after), note),))


def members(before: Items, after: Items) -> Alignment:
    """Compare as sets: order and repetition have no meaning."""
    old, new = ({compact(item) for item in side} for side in (before, after))
    return Alignment() if old == new else values(before, after)


def positions(before: Items, after: Items) -> Alignment:
    """Compare item by item after what is equal at both ends, so that one inserted item is one difference."""
    shortest = min(len(before), len(after))
    head = next((index for index in range(shortest) if not same(before[index], after[index])), shortest)
    room = shortest - head
    tail = next((index for index in range(room) if not same(before[-1 - index], after[-1 - index])), room)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    return Alignment(
        tuple(
            Pair(
                str(head + index),
                old[index] if index < len(old) else MISSING,
                new[index] if index < len(new) else MISSING,
            )
            for index in range(max(len(old), len(new)))
        )
    )


def by(*names: str, ordered: bool) -> Aligner:
    """Return an aligner that tells items apart by these text fields; a repeated identity is counted up."""

    def align(before: Items, after: Items) -> Alignment | None:
        if not all(_identified(item, names) for item in (*before, *after)):
            return None
        return _matched(_labelled(before, names), _labelled(after, names), "" if ordered else None)

    return align


def edges(before: Items, after: Items) -> Alignment | None:
    """Compare a workflow's edges: those of one node are tried in order, those of different nodes are independent."""
    if not all(_identified(item, ("from", "to")) for item in (*before, *after)):
        return None
    old, new = _by_source(before), _by_source(after)
    parts = [
        _matched(_arrows(old.get(source, [])), _arrows(new.get(source, [])), source) for source in sorted({*old, *new})
    ]
    return Alignment(
        tuple(pair for part in parts for pair in part.pairs),
        tuple(remark for part in parts for remark in part.remarks),
    )


def examples(before: Items, after: Items) -> Alignment | None:
    """Compare few-shot examples: how many came and went; where only their notes differ, item by item."""
    if not all(isinstance(item, Mapping) for item in (*before, *after)):
        return None
    old, new = ([compact({**item, "note": ""}) for item in side] for side in (before, after))
    if old == new:
        return positions(before, after)
    return Alignment(remarks=(Remark("", list(before), list(after), _example_note(old, new)),))


def entries(before: Items, after: Items) -> Alignment | None:
    """Compare a mapping whose order has meaning, given as a list of [key, value]."""
    if not all(isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) for item in (*before, *after)):
        return None
    return _matched(dict(before), dict(after), "")


def _example_note(before: Sequence[str], after: Sequence[str]) -> str:
    counts = f"{len(before)} -> {len(after)}"
    if len(before) != len(after):
        return f"examples {'removed' if len(before) > len(after) else 'added'}: {counts}"
    if sorted(before) == sorted(after):
        return f"examples reordered: {len(after)}"
    known = set(before)
    return f"examples changed: {sum(item not in known for item in after)} of {len(after)}"


def _identified(item: Any, names: Sequence[str]) -> bool:
    return isinstance(item, Mapping) and all(isinstance(item.get(name), str) for name in names)


def _labelled(items: Items, names: Sequence[str]) -> dict[str, Any]:
    return _counted([(" ".join(item[name] for name in names), item) for item in items])


def _by_source(items: Items) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for item in items:
        found.setdefault(item["from"], []).append(item)
    return found


def _arrows(items: Items) -> dict[str, Any]:
    return _counted([(f"{item['from']}->{item['to']}", item) for item in items])


def _counted(labelled: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for label, item in labelled:
        count = seen[label] = seen.get(label, -1) + 1
        found[f"{label}[{count}]" if count else label] = item
    return found


def _matched(before: Mapping[str, Any], after: Mapping[str, Any], order: str | None) -> Alignment:
    """Pair equal labels. A change of order is reported under the label `order`; None where order means nothing."""
    labels = [*before, *(label for label in after if label not in before)]
    pairs = tuple(Pair(label, before.get(label, MISSING), after.get(label, MISSING)) for label in sorted(labels))
    old, new = [label for label in before if label in after], [label for label in after if label in before]
    if order is None or old == new:
        return Alignment(pairs)
    return Alignment(pairs, (Remark(order, old, new, f"order changed: {', '.join(old)} -> {', '.join(new)}"),))
