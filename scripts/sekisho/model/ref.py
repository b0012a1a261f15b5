"""Names of things in the registry: kinds, references and places in files."""

from enum import StrEnum

from sekisho.model.base import Frozen, Positive


class Kind(StrEnum):
    """What a registry file holds. The value is the word used in messages, schemas and `sekisho new`."""

    MODEL = "model"
    PROMPT = "prompt"
    WORKFLOW = "workflow"
    CONFIG = "config"
    KNOWLEDGE = "knowledge"
    DOCUMENT = "document"
    TOOL = "tool"
    POLICY = "policy"
    GOLDEN = "golden"
    LEXICON = "lexicon"
    SCENARIO = "scenario"
    RUBRIC = "rubric"
    RECORDING = "recording"
    CHANGE = "change"
    ENVIRONMENT = "environment"
    INCIDENT = "incident"


CASES = (Kind.GOLDEN, Kind.SCENARIO)
"""The kinds whose files are dialogues to hold."""


class Ref(Frozen):
    """A registry file by kind and id; `node` names one node of a workflow."""

    kind: Kind
    id: str
    node: str | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" + (f"#{self.node}" if self.node else "")


class Location(Frozen):
    """A place in a file: path from the repository's root, line and column counted from 1."""

    path: str
    line: Positive = 1
    column: Positive = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def order(self) -> tuple[str, int, int]:
        """The sort key of findings."""
        return (self.path, self.line, self.column)
