"""What `sekisho show` tells of a registry."""

from sekisho.model.base import Frozen
from sekisho.model.ref import Kind


class Shown(Frozen):
    """One artifact: file, git blob id, references out and references in (as `kind:id`)."""

    kind: Kind
    id: str
    path: str
    revision: str
    uses: tuple[str, ...]
    used_by: tuple[str, ...]


class Listed(Frozen):
    """How many artifacts there are of one kind, and their ids."""

    kind: Kind
    ids: tuple[str, ...]
