"""From changed files to typed differences."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sekisho.change.edits import FieldEdit, edits
from sekisho.change.outside import for_readers, note
from sekisho.change.pairs import FilePair, Side
from sekisho.change.recordings import recording_edits
from sekisho.change.types.table import classify
from sekisho.change.wording import bounded, summary
from sekisho.model.change import Change, ChangeType, Operation
from sekisho.model.ref import Kind, Ref

FORMATTING = "comments, formatting or key order only: no behaviour change"


def diff(pairs: Iterable[FilePair]) -> tuple[Change, ...]:
    """Return the typed differences of the changed files, in path order. A file with itself has none."""
    split = [part for pair in pairs for part in _split(pair)]
    return tuple(change for pair in sorted(split, key=lambda pair: pair.path) for change in _changes(pair))


def _split(pair: FilePair) -> tuple[FilePair, ...]:
    """A file that moves to another kind, in or out of the registry, is one file removed and another added."""
    before, after = pair.before, pair.after
    if before is None or after is None or before.path == after.path:
        return (pair,)
    if before.kind is after.kind and before.inside == after.inside:
        return (pair,)
    return (FilePair(before, None), FilePair(None, after))


def _changes(pair: FilePair) -> Iterator[Change]:
    sides = [side for side in (pair.before, pair.after) if side is not None]
    if len(sides) == 2 and (sides[0].path, sides[0].blob) == (sides[1].path, sides[1].blob):
        return
    problem = next((side.problem for side in sides if side.problem), None)
    kind = sides[-1].kind
    if not sides[-1].inside:
        yield _whole(pair, None, note(pair.path))
    elif kind is None and for_readers(pair.path):
        yield _whole(pair, None, "no artifact of the registry: no behaviour change")
    elif kind is None or problem is not None:
        yield _whole(pair, ChangeType.UNKNOWN, f"{problem or 'no kind of registry file'}, so everything runs")
    elif kind is Kind.RECORDING:
        yield from _recordings(pair)
    else:
        yield from _artifact(pair, kind)


def _artifact(pair: FilePair, kind: Kind) -> Iterator[Change]:
    kind_of_change, why = classify(kind, ())
    if pair.before is None or pair.after is None:
        verb = "added" if pair.before is None else "removed"
        yield _whole(pair, kind_of_change, f"{kind} {verb}; {why}")
        return
    if pair.before.path != pair.after.path:
        yield _whole(pair, kind_of_change, f"{pair.before.id} is now called {pair.after.id}; {why}")
    found = tuple(edits(kind, pair.before.data, pair.after.data))
    if pair.before.secret or pair.after.secret:
        found = tuple(
            replace(edit, before=None, after=None, note=f"{edit.operation}, value withheld") for edit in found
        )
    yield from (_field(pair, pair.after, edit) for edit in found)
    if not found and pair.before.path == pair.after.path:
        yield _whole(pair, None, FORMATTING)


def _recordings(pair: FilePair) -> Iterator[Change]:
    before, after = (str(side.data) if side is not None else "" for side in (pair.before, pair.after))
    try:
        found = tuple(recording_edits(before, after))
    except ValueError as error:
        yield _whole(pair, ChangeType.UNKNOWN, f"{error}, so everything runs")
        return
    for edit in found:
        kind_of_change, why = classify(Kind.RECORDING, ())
        if edit.operation is Operation.ADDED:
            kind_of_change, why = None, "new answers judge nothing that was judged before"
        yield _whole(pair, kind_of_change, f"{edit.note}; {why}", edit.operation)
    if not found:
        yield _whole(pair, None, "order, formatting or file name only: the same recorded answers")


def _field(pair: FilePair, side: Side, edit: FieldEdit) -> Change:
    kind = side.kind or Kind.PROMPT
    kind_of_change, why = classify(kind, edit.path)
    before, after = bounded(edit.before, edit.after)
    return Change(
        type=kind_of_change,
        operation=edit.operation,
        path=pair.path,
        old_path=_old_path(pair),
        ref=Ref(kind=kind, id=side.id, node=_node(kind, edit)),
        field=".".join(edit.path),
        before=before,
        after=after,
        reason=f"{summary(edit)}; {why}",
    )


def _whole(
    pair: FilePair, kind_of_change: ChangeType | None, reason: str, operation: Operation | None = None
) -> Change:
    side = pair.after or pair.before
    return Change(
        type=kind_of_change,
        operation=operation or _operation(pair),
        path=pair.path,
        old_path=_old_path(pair),
        ref=Ref(kind=side.kind, id=side.id) if side is not None and side.kind is not None else None,
        reason=reason,
    )


def _operation(pair: FilePair) -> Operation:
    if pair.before is None:
        return Operation.ADDED
    if pair.after is None:
        return Operation.REMOVED
    return Operation.CHANGED if pair.before.path == pair.after.path else Operation.RENAMED


def _old_path(pair: FilePair) -> str | None:
    return pair.before.path if pair.before is not None and pair.before.path != pair.path else None


def _node(kind: Kind, edit: FieldEdit) -> str | None:
    """The workflow node an edit is about: the node itself, or the one an edge leaves."""
    if kind is not Kind.WORKFLOW or len(edit.path) < 2 or edit.path[0] not in ("nodes", "edges"):
        return None
    return edit.path[1].split("->")[0]
