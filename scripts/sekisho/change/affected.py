"""What a change touches: the things changed, whatever depends on them, and the cases that can meet any of it.

A dialogue may enter every workflow, so once any workflow is touched every case is. Where a change cannot be
understood, everything is touched.
"""

from collections.abc import Iterable, Sequence

from sekisho.change.graph import CASES, Dependents, Thing, dependents, reachable
from sekisho.model.change import Change, ChangeSet, ChangeType
from sekisho.model.facts import FileFacts
from sekisho.model.ref import Kind, Ref

_FIRST = (Kind.MODEL, Kind.PROMPT, Kind.TOOL, Kind.DOCUMENT, Kind.KNOWLEDGE, Kind.CONFIG, Kind.WORKFLOW)
ORDER = {kind: place for place, kind in enumerate((*_FIRST, *(kind for kind in Kind if kind not in _FIRST)))}
EVERYTHING = (Kind.MODEL, Kind.PROMPT, Kind.TOOL, Kind.KNOWLEDGE, Kind.CONFIG, Kind.WORKFLOW, *CASES)
NAMING = (Kind.MODEL, Kind.PROMPT, Kind.WORKFLOW, Kind.LEXICON, *CASES)


def affected(change_set: ChangeSet, facts: Sequence[FileFacts]) -> tuple[Ref, ...]:
    """Return what the changes touch, in the order things depend on each other, then by id.

    `facts` are those of the head, and of the base for files that changed.
    """
    typed = [change for change in change_set.changes if change.type is not None]
    if ChangeType.UNKNOWN in change_set.types or (typed and not _readable(facts)):
        found = {Thing(file.kind, file.id) for file in facts if file.kind in EVERYTHING}
        found |= {_thing(change.ref) for change in typed if change.ref is not None}
    else:
        found = _touched(typed, facts)
    return tuple(Ref(kind=kind, id=name, node=node) for kind, name, node in sorted(found, key=_place))


def _touched(typed: Sequence[Change], facts: Sequence[FileFacts]) -> set[Thing]:
    graph = dependents(facts)
    behaviour = [change for change in typed if change.type is not ChangeType.EVALUATION]
    found = reachable((_thing(change.ref) for change in behaviour if change.ref), graph)
    for change in typed:
        if change.type is ChangeType.EVALUATION and change.ref is not None:
            found.add(_thing(change.ref))
            found |= _judged_by(change, facts, graph)
    if any(thing.kind is Kind.WORKFLOW for thing in found):
        found |= {Thing(file.kind, file.id) for file in facts if file.kind in CASES}
    return found


def _judged_by(change: Change, facts: Sequence[FileFacts], graph: Dependents) -> set[Thing]:
    """What judges by a changed lexicon file or concept; other evaluation changes stand for themselves."""
    if change.ref is None or change.ref.kind is not Kind.LEXICON:
        return set()
    names = change.field.split(".")[1:2] or _concepts(change.ref.id, facts)
    return {thing for name in names for thing in graph.get(Thing(Kind.LEXICON, name), ())}


def _concepts(lexicon: str, facts: Iterable[FileFacts]) -> list[str]:
    files = (file for file in facts if file.kind is Kind.LEXICON and file.id == lexicon)
    return [name for file in files for name in file.details.get("concepts", ())]


def _readable(facts: Iterable[FileFacts]) -> bool:
    """Whether every file says whom it names; one that is broken contributes nothing but findings."""
    return not any(file.findings and not file.details and file.kind in NAMING for file in facts)


def _thing(ref: Ref) -> Thing:
    return Thing(ref.kind, ref.id, ref.node)


def _place(thing: Thing) -> tuple[int, str, str]:
    return ORDER[thing.kind], thing.id, thing.node or ""
