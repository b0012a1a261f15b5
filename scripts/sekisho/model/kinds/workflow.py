"""A workflow: typed state, nodes, guarded edges and limits. One turn walks from `start` to a `respond` node.

An edge's `to` is a node of the same workflow or `workflow:<id>` (go on at that workflow's start in the same turn).
The edges of a node are tried in file order; the first whose guard holds is taken. Guards and the expressions of
nodes see: user, language, turn, now, intent, mode, next_action, outcome, slots, vars, nodes, config, workflow.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sekisho.model.base import Bool, Frozen, Id, Json, LocalText, Name, Positive, Text

Expression = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Mode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z_]*$", max_length=40)]
Target = Annotated[str, StringConstraints(pattern=r"^(workflow:)?[a-z0-9][a-z0-9_-]*$", max_length=110)]


class IntentRole(StrEnum):
    """What an intent means for the metrics."""

    IN_SCOPE = "in_scope"
    SMALL_TALK = "small_talk"
    OUT_OF_SCOPE = "out_of_scope"


class Intent(Frozen):
    """One label of the workflow's closed intent set; choosing it sets the dialogue mode, where one is given."""

    description: str = ""
    mode: Mode | None = None
    role: IntentRole = IntentRole.IN_SCOPE


class SlotType(StrEnum):
    """How a slot's raw value is normalised (text.values)."""

    TEXT = "text"
    DATE = "date"
    TIME_WINDOW = "time_window"
    POSTAL_CODE = "postal_code"
    PHONE = "phone"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"


class Slot(Frozen):
    """One piece of information collected from the user; `choices` maps a canonical value to its spellings.

    Of a `quoted` slot a value counts only when its figures (all of it, if it has none) are in the utterance it is read
    from: a model that copies numbers also copies them from its examples.
    """

    type: SlotType = SlotType.TEXT
    description: str = ""
    choices: Mapping[Id, tuple[Text, ...]] = {}
    quoted: Bool = False


class Variable(Frozen):
    """Typed thread state other than slots; kept from turn to turn. Workflows that declare one name share its value."""

    type: Literal["string", "number", "boolean"]
    initial: Json = None
    description: str = ""


class Limits(Frozen):
    """Turns of a dialogue; steps, tool calls and reply length of a turn. Going past one is an error in the trace."""

    max_turns: Positive = 30
    max_steps: Positive = 50
    max_tool_calls: Positive = 5
    max_reply_chars: Positive = 2000


class NodeBase(Frozen):
    """What every node has."""

    description: str = ""


class PromptNode(NodeBase):
    """A node that calls a model with a prompt; `inputs` are expressions, one for each input of the prompt."""

    prompt: Id
    inputs: Mapping[Name, Expression] = {}


class LlmNode(PromptNode):
    """Free or structured generation; the answer is `nodes.<id>` (`.text`, and its fields when structured)."""

    kind: Literal["llm"]


class ClassifyNode(PromptNode):
    """Sets the intent to the string under `field` of the answer (the whole text when unstructured)."""

    kind: Literal["classify"]
    labels: tuple[Id, ...] = Field(min_length=1)
    field: Name = "intent"


class ExtractNode(PromptNode):
    """Fills slots from the answer's fields of the same names; null and "" mean not mentioned.

    `nodes.<id>.filled` and `.invalid` list the slots that were set and those whose value was refused.
    """

    kind: Literal["extract"]
    slots: tuple[Name, ...] = Field(min_length=1)


class RuleNode(NodeBase):
    """Sets state by expressions, in file order. Keys: intent, mode, next_action, outcome, slots.<name>, a variable."""

    kind: Literal["rule"]
    set: Mapping[str, Expression] = Field(min_length=1)


class RetrieveNode(NodeBase):
    """Searches a knowledge base; `nodes.<id>.documents` is a list of {id, title, text, score}, best first."""

    kind: Literal["retrieve"]
    knowledge: Id
    query: Expression
    top_k: Positive | None = None


class ToolNode(NodeBase):
    """Calls a tool; `nodes.<id>` has ok, result, error (code) and message."""

    kind: Literal["tool"]
    tool: Id
    arguments: Mapping[str, Expression] = {}


class RespondNode(NodeBase):
    """Renders the reply and ends the turn. `resume` names the workflow of the next turn (default: this one)."""

    kind: Literal["respond"]
    reply: LocalText = Field(min_length=1)
    next_action: Id
    citations: Expression | None = None
    outcome: Id | None = None
    resume: Id | None = None
    end: Bool = False


Node = Annotated[
    LlmNode | ClassifyNode | ExtractNode | RuleNode | RetrieveNode | ToolNode | RespondNode,
    Field(discriminator="kind"),
]


class Edge(Frozen):
    """A directed edge with an optional guard; `from` is a node id."""

    source: Id = Field(alias="from")
    to: Target
    when: Expression | None = None


class Workflow(Frozen):
    """One workflow file. Exactly one workflow of a registry is the `entry` of new threads."""

    description: str = ""
    entry: Bool = False
    config: Id | None = None
    start: Id
    intents: Mapping[Id, Intent] = {}
    slots: Mapping[Name, Slot] = {}
    variables: Mapping[Name, Variable] = {}
    limits: Limits = Limits()
    nodes: Mapping[Id, Node] = Field(min_length=1)
    edges: tuple[Edge, ...] = ()
