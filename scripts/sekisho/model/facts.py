"""What one file contributes to the rules that look across files, small enough to be cached by git blob id."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from sekisho.model.base import Json
from sekisho.model.finding import Finding
from sekisho.model.ref import Kind


class Reference(NamedTuple):
    """This file names another: the target, the dotted field that names it, and where. `node` is the naming node."""

    kind: Kind
    id: str
    field: str
    line: int
    column: int
    node: str | None = None


class Facts(Protocol):
    """What is asked of `FileFacts`, by whoever does not care whether all of it is in memory yet."""

    @property
    def path(self) -> str:
        """Where it lies."""
        ...

    @property
    def kind(self) -> Kind | None:
        """What it is, None for nothing known."""
        ...

    @property
    def id(self) -> str:
        """Its name."""
        ...

    @property
    def references(self) -> tuple[Reference, ...]:
        """Whom it names."""
        ...

    @property
    def details(self) -> Mapping[str, Json]:
        """What else is asked of its kind."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with it by itself."""
        ...


class FileFacts(NamedTuple):
    """One file: who it is, whom it names, what else cross-file rules ask of its kind, and its own findings.

    `details` is JSON; its keys depend on the kind (a prompt's input names, a case's tags, a lexicon's concepts...).
    """

    path: str
    blob: str
    kind: Kind | None
    id: str
    references: tuple[Reference, ...] = ()
    details: Mapping[str, Json] = {}
    findings: tuple[Finding, ...] = ()
