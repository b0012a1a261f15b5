"""What a difference is made from: one file on both sides, as it was read."""

from dataclasses import dataclass

from sekisho.model.base import Json
from sekisho.model.ref import Kind

ROOT = "registry/"


@dataclass(frozen=True, slots=True)
class Side:
    """One file of one revision.

    `path` counts from the repository's root; `kind` is None for a file that is no artifact. `data` is the plain data
    (JSON types, mappings in file order; the text for recordings); `problem` says why it cannot be relied on. The
    values of a file that holds a secret are never shown.
    """

    path: str
    blob: str
    kind: Kind | None = None
    id: str = ""
    data: Json = None
    problem: str | None = None
    secret: bool = False

    @property
    def inside(self) -> bool:
        """Whether the file belongs to the registry."""
        return self.path.startswith(ROOT)


@dataclass(frozen=True, slots=True)
class FilePair:
    """One changed file: `before` is None when it was added, `after` when it was removed; never both."""

    before: Side | None
    after: Side | None

    @property
    def path(self) -> str:
        """The path in the head revision, or the last one it had."""
        side = self.after or self.before
        return side.path if side else ""
