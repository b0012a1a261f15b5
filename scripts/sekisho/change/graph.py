"""Who depends on whom: model -> prompt -> workflow node, document -> knowledge base -> node, concept -> case."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sekisho.model.facts import Facts
from sekisho.model.ref import Kind


class Thing(NamedTuple):
    """A registry file, or one node of a workflow; a light stand-in for `Ref` while the graph is walked."""

    kind: Kind
    id: str
    node: str | None = None


def dependents(facts: Iterable[Facts]) -> dict[Thing, set[Thing]]:
    """Return, for everything that is named, what names it. A workflow that leads to another does not depend on it."""
    found: dict[Thing, set[Thing]] = {}
    for file in facts:
        for named, by in _links(file):
            found.setdefault(named, set()).add(by)
    return found


def _links(file: Facts) -> Iterator[tuple[Thing, Thing]]:
    """Yield (what is named, who names it)."""
    if file.kind is None:
        return
    if file.kind is Kind.DOCUMENT:
        yield Thing(Kind.DOCUMENT, file.id), Thing(Kind.KNOWLEDGE, file.id.split("/")[0])
    for reference in file.references:
        if _depends(file.kind, reference.kind):
            node = reference.node if file.kind is Kind.WORKFLOW else None
            yield Thing(reference.kind, reference.id), Thing(file.kind, file.id, node)


def _depends(kind: Kind, named: Kind) -> bool:
    """A case or policy is judged by wordings; the tools and documents it names it only expects."""
    if named is Kind.LEXICON:
        return True
    return kind in (Kind.MODEL, Kind.PROMPT, Kind.WORKFLOW, Kind.RUBRIC) and named is not Kind.WORKFLOW
