"""`sekisho show`: one thing of the registry, its revision, what it uses and who uses it."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from sekisho.commands.source import load_facts
from sekisho.errors import UsageError
from sekisho.model.overview import Listed, Shown
from sekisho.model.ref import Kind


@dataclass(frozen=True, slots=True)
class Query:
    """What to show: everything of a kind when `id` is None, an overview when both are None."""

    kind: Kind | None
    id: str | None
    revision: str | None


def overview(root: Path, query: Query) -> tuple[Listed, ...]:
    """Return the ids of each kind, or of the one asked for, in the order of kinds."""
    facts = load_facts(root, query.revision)
    kinds = [query.kind] if query.kind else list(Kind)
    ids = {kind: tuple(sorted(fact.id for fact in facts if fact.kind is kind)) for kind in kinds}
    return tuple(Listed(kind=kind, ids=found) for kind, found in ids.items() if found)


def show(root: Path, query: Query) -> Shown:
    """Return one artifact. Raises UsageError, with the nearest id, when there is none."""
    facts = load_facts(root, query.revision)
    fact = next((fact for fact in facts if fact.kind is query.kind and fact.id == query.id), None)
    if fact is None or fact.kind is None:
        known = [fact.id for fact in facts if fact.kind is query.kind]
        near = get_close_matches(query.id or "", known, n=1)
        raise UsageError(f"no {query.kind} {query.id!r}", hint=f"sekisho show {query.kind} {near[0]}" if near else None)
    uses = {f"{reference.kind}:{reference.id}" for reference in fact.references}
    used_by = {
        f"{other.kind}:{other.id}" + (f"#{reference.node}" if reference.node else "")
        for other in facts
        for reference in other.references
        if other.kind and reference.kind is fact.kind and reference.id == fact.id
    }
    return Shown(
        kind=fact.kind,
        id=fact.id,
        path=fact.path,
        revision=fact.blob,
        uses=tuple(sorted(uses)),
        used_by=tuple(sorted(used_by)),
    )
