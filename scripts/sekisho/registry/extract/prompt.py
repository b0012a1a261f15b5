"""Facts of a prompt: its model, its inputs, and the fields of its structured answer."""

import json
from collections.abc import Mapping

from sekisho.model.base import Json
from sekisho.model.kinds.prompt import Prompt
from sekisho.model.ref import Kind
from sekisho.registry.extract.collector import Collector


def prompt(artifact: Prompt, collector: Collector) -> Mapping[str, Json]:
    """Return `model`, `inputs` and `answer`."""
    collector.refer(Kind.MODEL, artifact.model, "model")
    return {
        "model": artifact.model,
        "inputs": list(artifact.extension.inputs),
        "answer": answer_fields(artifact.json_schema),
    }


def answer_fields(schema_text: str | None) -> dict[str, list[Json] | None] | None:
    """Return the answer's fields, each with the values it is limited to (None: any); None for a plain text."""
    if schema_text is None:
        return None
    try:
        schema = bare(json.loads(schema_text))
    except (ValueError, RecursionError):
        return None
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(properties, dict):
        return None
    return {name: _labels(field) for name, field in properties.items()}


def bare(schema: Json) -> Json:
    """Return the schema itself, which may stand under the key `schema` beside its name."""
    return schema.get("schema", schema) if isinstance(schema, dict) else schema


def _labels(field: Json) -> list[Json] | None:
    labels = field.get("enum") if isinstance(field, dict) else None
    return labels if isinstance(labels, list) else None
