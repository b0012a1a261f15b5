"""Who depends on whom: model -> prompt -> workflow node, document -> knowledge base -> node, concept -> case."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sekisho.model.facts import FileFacts
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
        for named, by in _links(file):
            found.setdefault(named, set()).add(by)
    return found


def _links(file: FileFacts) -> Iterator[tuple[Thing, Thing]]:
    """Yield (what is named, who names it). A case is judged by wordings; otherwise it depends on the whole dialogue."""
    kind = file.kind
    if kind is None:
        return
    if kind is Kind.DOCUMENT:
        yield Thing(kind, file.id), Thing(Kind.KNOWLEDGE, file.id.split("/")[0])
    for concept in _concepts(file):
        yield Thing(Kind.LEXICON, concept), Thing(kind, file.id)
    if kind in (Kind.MODEL, Kind.PROMPT, Kind.WORKFLOW):
        for reference in file.references:
            if reference.kind is not Kind.WORKFLOW:
                yield Thing(reference.kind, reference.id), Thing(kind, file.id, reference.node)


def _concepts(file: FileFacts) -> Iterable[str]:
    """The ids of the concepts a case or a safety policy judges by."""
    if file.kind in CASES:
        uses = file.details.get("uses", {})
        return list(uses.get("concepts", ()))
    return list(file.details.get("concepts", ())) if file.kind is Kind.POLICY else []


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
