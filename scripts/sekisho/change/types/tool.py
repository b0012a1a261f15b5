"""Tool changes: what a tool accepts and returns, how it is called, what stands in for it."""

from collections.abc import Sequence

from sekisho.change.types.rule import Rule, rules
from sekisho.model.change import ChangeType
from sekisho.model.ref import Kind

RULES: Sequence[Rule] = (
    *rules([Kind.TOOL], ".", ChangeType.TOOL, "workflow nodes call tools by id"),
    *rules([Kind.TOOL], "name description annotations", ChangeType.TOOL, "models and clients read it to choose a tool"),
    *rules([Kind.TOOL], "inputSchema outputSchema", ChangeType.TOOL, "arguments and results are checked against it"),
    *rules([Kind.TOOL], "timeout_s retries idempotency_key", ChangeType.TOOL, "decides what happens when a call fails"),
    *rules([Kind.TOOL], "permissions", ChangeType.TOOL, "decides who may call the tool"),
    *rules([Kind.TOOL], "sandbox", ChangeType.TOOL, "the sandbox answers in the tool's place, by the tool's schemas"),
)
