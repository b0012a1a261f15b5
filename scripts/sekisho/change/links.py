"""The dependencies between the things a change touches: what a drawing of them is made from."""

from collections.abc import Sequence

from sekisho.change.graph import Thing, dependents
from sekisho.model.change import Dependency
from sekisho.model.facts import Facts
from sekisho.model.ref import CASES, Ref


def links(affected: Sequence[Ref], facts: Sequence[Facts]) -> tuple[Dependency, ...]:
    """Return every dependency that has both ends among `affected`, in the order of the sources, then of the targets.

    Cases are left out: once a workflow is touched, every dialogue can meet it.
    """
    things = {Thing(ref.kind, ref.id, ref.node): ref for ref in affected if ref.kind not in CASES}
    files = {(thing.kind, thing.id) for thing in things}
    graph = dependents(file for file in facts if file.kind not in CASES and (file.kind, file.id) in files)
    places = {thing: place for place, thing in enumerate(things)}
    return tuple(
        Dependency(source=ref, target=things[target])
        for thing, ref in things.items()
        for target in sorted(graph.get(thing, set()) & things.keys(), key=places.__getitem__)
    )
