"""Knowledge changes: what can be found, and how it is searched."""

from collections.abc import Sequence

from sekisho.change.types.rule import Rule, rules
from sekisho.model.change import ChangeType
from sekisho.model.ref import Kind

RULES: Sequence[Rule] = (
    *rules([Kind.KNOWLEDGE], ".", ChangeType.KNOWLEDGE, "retrieve nodes name knowledge bases by id"),
    *rules([Kind.KNOWLEDGE], "index chunking retrieval rerank", ChangeType.KNOWLEDGE, "decides what a search finds"),
    *rules([Kind.DOCUMENT], ". title text tags source", ChangeType.KNOWLEDGE, "answers are taken from documents"),
    *rules([Kind.WORKFLOW], "nodes.*.knowledge nodes.*.query", ChangeType.KNOWLEDGE, "decides what a search finds"),
    *rules([Kind.WORKFLOW], "nodes.*.top_k", ChangeType.KNOWLEDGE, "decides how much a search returns"),
)
