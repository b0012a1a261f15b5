"""Facts of the kinds that have few: models, configs, tools, lexica, documents, tickets and operations."""

from collections.abc import Mapping

from sekisho.model.base import Json
from sekisho.model.kinds.case import Lexicon
from sekisho.model.kinds.config import Config
from sekisho.model.kinds.knowledge import Document as KnowledgeDocument
from sekisho.model.kinds.model_settings import ModelSettings
from sekisho.model.kinds.operation import Environment, Incident
from sekisho.model.kinds.rubric import Rubric
from sekisho.model.kinds.ticket import Ticket
from sekisho.model.kinds.tool import Tool
from sekisho.model.ref import Kind
from sekisho.registry.extract.collector import Collector

VALID: Mapping[str, Json] = {"valid": True}
"""The details of a file that has nothing to say: a file without any is one whose shape is wrong."""


def nothing(_: object, __: Collector) -> Mapping[str, Json]:
    """A file that names nobody and that nobody asks anything of."""
    return dict(VALID)


def model(artifact: ModelSettings, collector: Collector) -> Mapping[str, Json]:
    """A model names its fallbacks."""
    collector.refer_all(Kind.MODEL, artifact.fallbacks, "fallbacks")
    return {"fallbacks": list(artifact.fallbacks)}


def rubric(artifact: Rubric, collector: Collector) -> Mapping[str, Json]:
    """A rubric names the model that judges."""
    collector.refer(Kind.MODEL, artifact.model, "model")
    return {"model": artifact.model}


def config(artifact: Config, _: Collector) -> Mapping[str, Json]:
    """A config offers settings."""
    return {"settings": sorted(artifact.settings)}


def document(_: KnowledgeDocument, collector: Collector) -> Mapping[str, Json]:
    """A document belongs to the base whose folder it is in."""
    collector.refer(Kind.KNOWLEDGE, collector.id.split("/")[0])
    return dict(VALID)


def tool(artifact: Tool, _: Collector) -> Mapping[str, Json]:
    """A tool takes arguments."""
    properties, required = artifact.input_schema.get("properties"), artifact.input_schema.get("required")
    wanted = required if isinstance(required, list) else []
    names = properties if isinstance(properties, dict) else {}
    return {"arguments": {name: name in wanted for name in names}}


def lexicon(artifact: Lexicon, _: Collector) -> Mapping[str, Json]:
    """A lexicon file defines concepts."""
    return {"concepts": sorted(artifact.concepts)}


def change(artifact: Ticket, collector: Collector) -> Mapping[str, Json]:
    """A ticket names environments, and as affected anything by `kind:id` or `workflow:id#node`."""
    collector.refer_all(Kind.ENVIRONMENT, artifact.environments, "environments")
    return {
        "types": [str(type_) for type_ in artifact.types],
        "affected": list(artifact.affected),
        "status": str(artifact.status),
        "ticket": artifact.model_dump(mode="json"),
        "places": collector.places(),
    }


def environment(artifact: Environment, collector: Collector) -> Mapping[str, Json]:
    """An environment names its rollout policy."""
    collector.refer(Kind.POLICY, artifact.rollout, "rollout")
    return dict(VALID)


def incident(artifact: Incident, collector: Collector) -> Mapping[str, Json]:
    """An incident names the environment it happened in, the change that caused it and the cases it left behind."""
    collector.refer(Kind.ENVIRONMENT, artifact.environment, "environment")
    collector.refer(Kind.CHANGE, artifact.change, "change")
    collector.refer_all(Kind.GOLDEN, artifact.golden_cases, "golden_cases")
    return dict(VALID)
