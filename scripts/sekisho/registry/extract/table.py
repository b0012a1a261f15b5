"""What a file of each kind contributes to the rules that look across files (`FileFacts.references` and `.details`).

`details` by kind; where a name maps to a field, that is the dotted field of its first use, for rules to say where:

- model: `fallbacks` in order
- prompt: `model`, `inputs`, `answer` (field -> its labels or null; null altogether for free text)
- workflow: `entry`, `config`, `start`, `slots` and `variables` (name -> type), `leads_to` (workflow ids),
  `intents`, `modes`, `next_actions`, `outcomes` (what a turn can end with), `nodes` (see `extract.workflow`),
  `settings` (name -> field), `compares` (group -> word -> field)
- config: `settings`; lexicon: `concepts`; tool: `arguments` (name -> required)
- policy: `type`; of a change matrix `suites` (id -> [cases, tags]); of a gate policy `quarantine` ([case, until])
  and `segments` (kind of name -> name)
- golden, scenario: `tags`, `must_pass`, `language`, `uses` (group -> name -> field; the groups are intents, modes,
  slots, next_actions, outcomes)
- rubric: `model`
- change: `types`, `affected`, `status`
- document, environment, incident, knowledge: nothing (`valid`)

Concepts are referred to as `Reference(Kind.LEXICON, <concept>)`, documents as `<base>/<document>`.
A file whose shape is wrong contributes nothing but its findings: its `details` are empty.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sekisho.model.base import Json
from sekisho.model.ref import Kind
from sekisho.registry.extract.case import case
from sekisho.registry.extract.collector import Collector
from sekisho.registry.extract.plain import (
    change,
    config,
    document,
    environment,
    incident,
    lexicon,
    model,
    nothing,
    rubric,
    tool,
)
from sekisho.registry.extract.policy import policy
from sekisho.registry.extract.prompt import prompt
from sekisho.registry.extract.workflow import workflow

Extractor = Callable[[Any, Collector], Mapping[str, Json]]
"""Takes a typed artifact, notes its references in the collector, returns its details."""

EXTRACTORS: Mapping[Kind, Extractor] = {
    Kind.MODEL: model,
    Kind.PROMPT: prompt,
    Kind.WORKFLOW: workflow,
    Kind.CONFIG: config,
    Kind.KNOWLEDGE: nothing,
    Kind.DOCUMENT: document,
    Kind.TOOL: tool,
    Kind.POLICY: policy,
    Kind.GOLDEN: case,
    Kind.LEXICON: lexicon,
    Kind.SCENARIO: case,
    Kind.RUBRIC: rubric,
    Kind.CHANGE: change,
    Kind.ENVIRONMENT: environment,
    Kind.INCIDENT: incident,
}
