"""What a change touches: the things changed, whatever depends on them, and the cases that can meet any of it.

A dialogue may enter every workflow, so once any workflow is touched every case is. Where a change cannot be
understood, everything is touched.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from sekisho.change.graph import Thing, dependents
from sekisho.closure import closure
from sekisho.model.change import Change, ChangeSet, ChangeType
from sekisho.model.facts import Facts
from sekisho.model.ref import CASES, Kind, Ref

_FIRST = (Kind.MODEL, Kind.PROMPT, Kind.TOOL, Kind.DOCUMENT, Kind.KNOWLEDGE, Kind.CONFIG, Kind.WORKFLOW)
ORDER = {kind: place for place, kind in enumerate((*_FIRST, *(kind for kind in Kind if kind not in _FIRST)))}
EVERYTHING = (Kind.MODEL, Kind.PROMPT, Kind.TOOL, Kind.KNOWLEDGE, Kind.CONFIG, Kind.WORKFLOW)
NAMING = (Kind.MODEL, Kind.PROMPT, Kind.WORKFLOW, Kind.LEXICON, *CASES)


def affected(change_set: ChangeSet, facts: Sequence[Facts]) -> tuple[Ref, ...]:
    """Return what the changes touch, in the order things depend on each other, then by id; cases come last.

    `facts` are those of the head, and of the base for files that changed.
    """
    typed = [change for change in change_set.changes if change.type is not None]
    found = {_thing(change.ref) for change in typed if change.ref is not None}
    if ChangeType.UNKNOWN in change_set.types or (typed and not _readable(facts)):
        found |= {Thing(file.kind, file.id) for file in facts if file.kind in EVERYTHING}
    else:
        found |= _reached(typed, facts)
    things = sorted((thing for thing in found if thing.kind not in CASES), key=_place)
    return (*(Ref(kind=kind, id=name, node=node) for kind, name, node in things), *_cases(found, facts))


def existing(refs: Iterable[Ref], facts: Iterable[Facts]) -> tuple[Ref, ...]:
    """Return the things that the head still has: `facts` are its own. Of a removed node only its workflow is left."""
    files = {(file.kind, file.id): file for file in facts}
    found = (ref for ref in refs if (ref.kind, ref.id) in files)
    return tuple(
        ref for ref in found if ref.node is None or ref.node in files[ref.kind, ref.id].details.get("nodes", ())
    )


def _reached(typed: Sequence[Change], facts: Sequence[Facts]) -> set[Thing]:
    behaviour = {_thing(change.ref) for change in typed if change.ref and change.type is not ChangeType.EVALUATION}
    found = closure(behaviour, dependents(file for file in facts if file.kind not in CASES)) if behaviour else set()
    words = [change for change in typed if change.ref and change.ref.kind is Kind.LEXICON]
    return found | (_judges(words, facts) if words else set())


def _cases(found: Collection[Thing], facts: Iterable[Facts]) -> Iterator[Ref]:
    """Yield every case when a workflow is touched, else the cases found, by kind and id."""
    every = any(thing.kind is Kind.WORKFLOW for thing in found)
    for kind in CASES:
        names = {thing.id for thing in found if thing.kind is kind}
        names |= {file.id for file in facts if every and file.kind is kind}
        yield from (Ref(kind=kind, id=name) for name in sorted(names))


def _judges(words: Sequence[Change], facts: Sequence[Facts]) -> set[Thing]:
    """The cases and policies that judge by changed concepts."""
    graph = dependents(facts)
    names = {name for change in words for name in _concepts(change, facts)}
    return {thing for name in names for thing in graph.get(Thing(Kind.LEXICON, name), ())}


def _concepts(change: Change, facts: Iterable[Facts]) -> Sequence[str]:
    """The concept a lexicon change is about, or all of its file."""
    files = (file for file in facts if change.ref and file.kind is change.ref.kind and file.id == change.ref.id)
    return change.field.split(".")[1:2] or [name for file in files for name in file.details.get("concepts", ())]


def _readable(facts: Iterable[Facts]) -> bool:
    """Whether every file says whom it names; one that is broken contributes nothing but findings."""
    return not any(file.findings and not file.details and file.kind in NAMING for file in facts)


def _thing(ref: Ref) -> Thing:
    return Thing(ref.kind, ref.id, ref.node)


def _place(thing: Thing) -> tuple[int, str, str]:
    return ORDER[thing.kind], thing.id, thing.node or ""
