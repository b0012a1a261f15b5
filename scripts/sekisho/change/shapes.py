"""How each list of each kind is read, and which mappings are things that come and go as a whole: literal tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.change.alignment import Aligner, by, edges, entries, examples, members, positions
from sekisho.change.fields import FieldPath, fits, pattern
from sekisho.model.ref import CASES, Kind


@dataclass(frozen=True, slots=True)
class Shape:
    """The list at `path` is aligned by `align`; there, absent means the same as empty."""

    kinds: tuple[Kind, ...]
    path: FieldPath
    align: Aligner


SHAPES: Sequence[Shape] = (
    Shape((Kind.PROMPT, Kind.RUBRIC), pattern("messages"), by("role", ordered=True)),
    Shape((Kind.PROMPT,), pattern("evaluators"), by("name", ordered=False)),
    Shape((Kind.PROMPT,), pattern("testData"), positions),
    Shape((Kind.PROMPT,), pattern("x-sekisho.few_shot"), examples),
    Shape((Kind.WORKFLOW,), pattern("edges"), edges),
    Shape((Kind.WORKFLOW,), pattern("nodes.*.set"), entries),
    Shape((Kind.TOOL,), pattern("sandbox"), positions),
    Shape((Kind.TOOL,), pattern("permissions"), members),
    Shape((Kind.TOOL,), pattern("idempotency_key"), members),
    Shape((*CASES, Kind.DOCUMENT), pattern("tags"), members),
    Shape((Kind.RUBRIC,), pattern("criteria"), by("id", ordered=True)),
    Shape((Kind.RUBRIC,), pattern("labels"), by("id", ordered=False)),
    Shape((Kind.POLICY,), pattern("quarantine"), by("case", ordered=False)),
    Shape((Kind.POLICY,), pattern("stop"), by("metric", ordered=False)),
)

RECORDS: Sequence[tuple[Kind, FieldPath]] = (
    (Kind.PROMPT, pattern("x-sekisho.inputs.*")),
    (Kind.WORKFLOW, pattern("intents.*")),
    (Kind.WORKFLOW, pattern("slots.*")),
    (Kind.WORKFLOW, pattern("variables.*")),
    (Kind.WORKFLOW, pattern("nodes.*")),
    (Kind.CONFIG, pattern("settings.*")),
    (Kind.TOOL, pattern("inputSchema.properties.*")),
    (Kind.TOOL, pattern("outputSchema.properties.*")),
    (Kind.LEXICON, pattern("concepts.*")),
    (Kind.POLICY, pattern("suites.*")),
    (Kind.POLICY, pattern("rules.*")),
    (Kind.POLICY, pattern("metrics.*")),
)
"""Mappings that are added and removed as one thing, not field by field."""


def shape_of(kind: Kind, path: FieldPath) -> Shape | None:
    """Return how the list at `path` is read, or None where the table says nothing."""
    return next((shape for shape in SHAPES if kind in shape.kinds and fits(shape.path, path)), None)


def is_record(kind: Kind, path: FieldPath) -> bool:
    """Whether the mapping at `path` is one thing."""
    return any(kind is owner and fits(segments, path) for owner, segments in RECORDS)


def ordered(kind: Kind, data: Any) -> Any:
    """Return a workflow with the one mapping whose order has meaning, a rule node's `set`, as a list of entries."""
    if kind is not Kind.WORKFLOW or not isinstance(data, dict) or not isinstance(data.get("nodes"), dict):
        return data
    return {**data, "nodes": {name: _ordered_node(node) for name, node in data["nodes"].items()}}


def _ordered_node(node: Any) -> Any:
    if not isinstance(node, dict) or not isinstance(node.get("set"), dict):
        return node
    return {**node, "set": [[key, value] for key, value in node["set"].items()]}
