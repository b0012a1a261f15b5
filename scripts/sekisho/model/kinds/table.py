"""The kinds of registry files in one literal table: a kind is one row, one class, one schema, one folder."""

from dataclasses import dataclass
from typing import Any

from sekisho.model.completion import Recording
from sekisho.model.kinds.case import GoldenCase, Lexicon, Scenario
from sekisho.model.kinds.config import Config
from sekisho.model.kinds.knowledge import Document, Knowledge
from sekisho.model.kinds.model_settings import ModelSettings
from sekisho.model.kinds.operation import Environment, Incident
from sekisho.model.kinds.policy import Policy
from sekisho.model.kinds.prompt import Prompt
from sekisho.model.kinds.rubric import Rubric
from sekisho.model.kinds.ticket import Ticket
from sekisho.model.kinds.tool import Tool
from sekisho.model.kinds.workflow import Workflow
from sekisho.model.ref import Kind


@dataclass(frozen=True, slots=True)
class KindSpec:
    """Where files of a kind live under `registry/`, how they end, what shape they have, and the field of `Registry`.

    `pattern` matches the path below `registry/`; its group `id` is the artifact's id.
    """

    kind: Kind
    pattern: str
    shape: Any
    field: str


ID = r"[a-z0-9][a-z0-9_-]*"

KINDS: tuple[KindSpec, ...] = (
    KindSpec(Kind.MODEL, rf"models/(?P<id>{ID})\.yaml", ModelSettings, "models"),
    KindSpec(Kind.PROMPT, rf"prompts/(?P<id>{ID})\.prompt\.yml", Prompt, "prompts"),
    KindSpec(Kind.WORKFLOW, rf"workflows/(?P<id>{ID})\.yaml", Workflow, "workflows"),
    KindSpec(Kind.CONFIG, rf"configs/(?P<id>{ID})\.yaml", Config, "configs"),
    KindSpec(Kind.KNOWLEDGE, rf"knowledge/(?P<id>{ID})\.yaml", Knowledge, "knowledge"),
    KindSpec(Kind.DOCUMENT, rf"knowledge/(?P<id>{ID}/{ID})\.yaml", Document, "documents"),
    KindSpec(Kind.TOOL, rf"tools/(?P<id>{ID})\.yaml", Tool, "tools"),
    KindSpec(Kind.POLICY, rf"policies/(?P<id>{ID})\.yaml", Policy, "policies"),
    KindSpec(Kind.GOLDEN, rf"golden/(?P<id>{ID})\.yaml", GoldenCase, "golden"),
    KindSpec(Kind.LEXICON, rf"golden/lexicon/(?P<id>{ID})\.yaml", Lexicon, "lexicons"),
    KindSpec(Kind.SCENARIO, rf"scenarios/(?P<id>{ID})\.yaml", Scenario, "scenarios"),
    KindSpec(Kind.RUBRIC, rf"rubrics/(?P<id>{ID})\.yaml", Rubric, "rubrics"),
    KindSpec(Kind.RECORDING, rf"recordings/(?P<id>{ID})\.jsonl", Recording, "recordings"),
    KindSpec(Kind.CHANGE, r"changes/(?P<id>CHG-[0-9]{4,})\.yaml", Ticket, "changes"),
    KindSpec(Kind.ENVIRONMENT, rf"environments/(?P<id>{ID})\.yaml", Environment, "environments"),
    KindSpec(Kind.INCIDENT, r"incidents/(?P<id>INC-[0-9]{4,})\.yaml", Incident, "incidents"),
)
