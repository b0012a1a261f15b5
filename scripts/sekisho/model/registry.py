"""The typed registry of one revision: a value that every stage reads and none changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sekisho.model.base import Json
from sekisho.model.kinds.case import Concept, GoldenCase, Lexicon, Scenario
from sekisho.model.kinds.config import Config
from sekisho.model.kinds.knowledge import Document, Knowledge
from sekisho.model.kinds.model_settings import ModelSettings
from sekisho.model.kinds.operation import Environment, Incident
from sekisho.model.kinds.policy import (
    ApprovalPolicy,
    ChangeMatrix,
    ExperimentPolicy,
    GatePolicy,
    RolloutPolicy,
    SafetyPolicy,
)
from sekisho.model.kinds.prompt import Prompt
from sekisho.model.kinds.rubric import Rubric
from sekisho.model.kinds.ticket import Ticket
from sekisho.model.kinds.tool import Tool
from sekisho.model.kinds.workflow import Workflow
from sekisho.model.ref import Kind

AnyPolicy = ChangeMatrix | GatePolicy | RolloutPolicy | ExperimentPolicy | SafetyPolicy | ApprovalPolicy


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Where an artifact came from: path from the repository's root, git blob id, the plain data it was read from."""

    path: str
    blob: str
    data: Json


@dataclass(frozen=True, slots=True)
class Registry:
    """Every artifact of a revision by id. Document ids are `<base>/<document>`; recordings are kept apart (by path)."""

    models: Mapping[str, ModelSettings] = field(default_factory=dict)
    prompts: Mapping[str, Prompt] = field(default_factory=dict)
    workflows: Mapping[str, Workflow] = field(default_factory=dict)
    configs: Mapping[str, Config] = field(default_factory=dict)
    knowledge: Mapping[str, Knowledge] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    tools: Mapping[str, Tool] = field(default_factory=dict)
    policies: Mapping[str, AnyPolicy] = field(default_factory=dict)
    golden: Mapping[str, GoldenCase] = field(default_factory=dict)
    lexicons: Mapping[str, Lexicon] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    rubrics: Mapping[str, Rubric] = field(default_factory=dict)
    changes: Mapping[str, Ticket] = field(default_factory=dict)
    environments: Mapping[str, Environment] = field(default_factory=dict)
    incidents: Mapping[str, Incident] = field(default_factory=dict)
    recordings: Mapping[str, str] = field(default_factory=dict)
    """Prompt or rubric id -> text of its recordings file (JSON lines)."""
    sources: Mapping[tuple[Kind, str], SourceFile] = field(default_factory=dict)

    def concepts(self) -> dict[str, Concept]:
        """All concepts of all lexicon files by id."""
        return {name: concept for lexicon in self.lexicons.values() for name, concept in lexicon.concepts.items()}
