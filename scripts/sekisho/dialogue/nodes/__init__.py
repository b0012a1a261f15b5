"""The kinds of nodes in one literal table: a kind is one module and one line."""

from collections.abc import Callable, Mapping
from typing import Any

from sekisho.dialogue.nodes.classify import Classify
from sekisho.dialogue.nodes.extract import Extract
from sekisho.dialogue.nodes.llm import Llm
from sekisho.dialogue.nodes.respond import Respond
from sekisho.dialogue.nodes.retrieve import Retrieve
from sekisho.dialogue.nodes.rule import Rule
from sekisho.dialogue.nodes.runner import Runner
from sekisho.dialogue.nodes.tool import Tool
from sekisho.dialogue.parts import Parts
from sekisho.model.kinds import workflow

RUNNERS: Mapping[type[workflow.NodeBase], Callable[[str, Any, Parts], Runner]] = {
    workflow.LlmNode: Llm,
    workflow.ClassifyNode: Classify,
    workflow.ExtractNode: Extract,
    workflow.RuleNode: Rule,
    workflow.RetrieveNode: Retrieve,
    workflow.ToolNode: Tool,
    workflow.RespondNode: Respond,
}
"""Node type -> what runs it, made from the node's id, the node and the parts it may name."""
