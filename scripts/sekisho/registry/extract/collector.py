"""Where an extractor notes whom its file names."""

from collections.abc import Iterable

from sekisho.model.facts import Reference
from sekisho.model.ref import Kind
from sekisho.registry.document import Document, Path


def dotted(path: Path) -> str:
    """Return a path as a dotted field; ids and slot names hold no dots."""
    return ".".join(str(part) for part in path)


def undotted(field: str) -> Path:
    """Return the path of a dotted field."""
    return tuple(int(part) if part.isdigit() else part for part in field.split(".")) if field else ()


class Collector:
    """Collects the references of one file, with their places."""

    def __init__(self, id_: str, document: Document) -> None:
        self.id = id_
        self.references: list[Reference] = []
        self._document = document

    def refer(self, kind: Kind, id_: str | None, *path: str | int, node: str | None = None) -> None:
        """Note that the value at `path` names the artifact `id_` (None: it names nothing)."""
        if id_ is not None:
            line, column = self._document.line_column(path)
            self.references.append(Reference(kind, id_, dotted(path), line, column, node))

    def refer_all(self, kind: Kind, ids: Iterable[str], *path: str | int, node: str | None = None) -> None:
        """Note that each item of the list at `path` names an artifact."""
        for index, id_ in enumerate(ids):
            self.refer(kind, id_, *path, index, node=node)

    def places(self) -> dict[str, list[int]]:
        """Return line and column of every key and item of the file by its dotted field."""
        return {dotted(path): list(place) for path, place in self._document.places()}


class Names:
    """Names with the dotted field of their first use."""

    def __init__(self) -> None:
        self.groups: dict[str, dict[str, str]] = {}

    def add(self, group: str, name: str | None, *path: str | int) -> None:
        """Note that `name` (None: nothing) is used at `path`."""
        if name is not None:
            self.groups.setdefault(group, {}).setdefault(name, dotted(path))
