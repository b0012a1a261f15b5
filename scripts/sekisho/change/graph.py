"""Who depends on whom: model -> prompt -> workflow node, document -> knowledge base -> node, concept -> case."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sekisho.model.facts import FileFacts, Reference
from sekisho.model.ref import Kind

CASES = (Kind.GOLDEN, Kind.SCENARIO)


class Thing(NamedTuple):
    """A registry file, or one node of a workflow; a light stand-in for `Ref` while the graph is walked."""

    kind: Kind
    id: str
    node: str | None = None


Dependents = Mapping[Thing, Iterable[Thing]]


def dependents(facts: Iterable[FileFacts]) -> dict[Thing, set[Thing]]:
    """Return, for everything that is named, what names it. A workflow that leads to another does not depend on it."""
    found: dict[Thing, set[Thing]] = {}
    for file in facts:
        if file.kind is None:
            continue
        if file.kind is Kind.DOCUMENT:
            base = Thing(Kind.KNOWLEDGE, file.id.split("/")[0])
            found.setdefault(Thing(Kind.DOCUMENT, file.id), set()).add(base)
        for reference in file.references:
            if _depends(file.kind, reference):
                node = reference.node if file.kind is Kind.WORKFLOW else None
                found.setdefault(Thing(reference.kind, reference.id), set()).add(Thing(file.kind, file.id, node))
    return found


def _depends(kind: Kind, reference: Reference) -> bool:
    """Cases name intents and tools they expect; what they depend on is the whole dialogue, except for wordings."""
    if kind in CASES or kind is Kind.POLICY:
        return reference.kind is Kind.LEXICON
    return kind in (Kind.MODEL, Kind.PROMPT, Kind.WORKFLOW) and reference.kind is not Kind.WORKFLOW


def reachable(seeds: Iterable[Thing], graph: Dependents) -> set[Thing]:
    """Return the seeds and everything that depends on them, directly or through others."""
    found: set[Thing] = set()
    waiting = list(seeds)
    while waiting:
        thing = waiting.pop()
        if thing not in found:
            found.add(thing)
            waiting.extend(graph.get(thing, ()))
    return found
