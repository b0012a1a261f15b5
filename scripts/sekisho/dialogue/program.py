"""A registry made ready to run: every name resolved, every template and expression compiled, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sekisho.dialogue.nodes import RUNNERS
from sekisho.dialogue.nodes.respond import Respond
from sekisho.dialogue.nodes.runner import Runner
from sekisho.dialogue.parts import Parts, find
from sekisho.dialogue.prompting import CompiledPrompt, compile_prompt
from sekisho.dialogue.retrieval import KnowledgeBase
from sekisho.dialogue.sandbox import compile_tool
from sekisho.dialogue.state import ThreadState, check_variable
from sekisho.errors import RegistryInvalidError, TemplateRenderError, WorkflowError
from sekisho.model.base import Json
from sekisho.model.kinds.workflow import Edge as DeclaredEdge
from sekisho.model.kinds.workflow import Limits, Workflow
from sekisho.model.registry import Registry
from sekisho.model.trace import edge_label
from sekisho.template import Expression, compile_expression

WORKFLOW_PREFIX = "workflow:"


@dataclass(frozen=True, slots=True)
class Edge:
    """A guarded way on: to a node of this workflow, or to the start of another one; `label` is its name in a trace."""

    label: str
    guard: Expression | None
    node: str | None
    workflow: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A node with its ways on, in file order. `last` nodes end the turn."""

    route: str
    runner: Runner
    edges: tuple[Edge, ...]
    last: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """A compiled workflow."""

    id: str
    start: str
    steps: Mapping[str, Step]
    limits: Limits
    config: Mapping[str, Json]
    zone: ZoneInfo | None


@dataclass(frozen=True, slots=True)
class Program:
    """Everything a dialogue needs. It never changes, so dialogues may run on it side by side."""

    entry: str
    graphs: Mapping[str, Graph]
    slots: tuple[str, ...]
    variables: Mapping[str, Json]
    knowledge: Mapping[str, KnowledgeBase]

    def begin(self) -> ThreadState:
        """Return the state of a dialogue in which nothing was said yet."""
        return ThreadState(self.entry, dict.fromkeys(self.slots), dict(self.variables))


def compile_program(registry: Registry) -> Program:
    """Compile a valid registry. Raises RegistryInvalidError when a name, template or type in it is wrong after all."""
    try:
        return _compile(registry)
    except (TemplateRenderError, WorkflowError) as error:
        raise RegistryInvalidError(error.message, hint="sekisho validate") from error


def _compile(registry: Registry) -> Program:
    prompts = {prompt_id: prompt_of(prompt_id, registry) for prompt_id in registry.prompts}
    tools = {tool_id: compile_tool(tool_id, tool) for tool_id, tool in registry.tools.items()}
    knowledge = {base: _knowledge(base, registry) for base in registry.knowledge}
    graphs = {
        workflow_id: _graph(registry, Parts(workflow_id, workflow, prompts, tools, knowledge))
        for workflow_id, workflow in registry.workflows.items()
    }
    entries = [workflow_id for workflow_id, workflow in registry.workflows.items() if workflow.entry]
    if len(entries) != 1:
        raise RegistryInvalidError(f"{len(entries)} workflows are the entry of new dialogues, expected one")
    ordered = sorted(registry.workflows.items(), key=lambda item: (not item[1].entry, item[0]))
    workflows = [workflow for _, workflow in ordered]
    slots = _one_type("slot", [(name, slot.type) for workflow in workflows for name, slot in workflow.slots.items()])
    return Program(entries[0], graphs, tuple(slots), _variables(workflows), knowledge)


def prompt_of(prompt_id: str, registry: Registry) -> CompiledPrompt:
    """Return one prompt, compiled, with its model and fallbacks. Raises RegistryInvalidError for a missing one."""
    prompt = find(registry.prompts, prompt_id, "prompt")
    first = find(registry.models, prompt.model, f"model named by prompt {prompt_id!r}")
    fallbacks = (find(registry.models, name, f"fallback named by model {prompt.model!r}") for name in first.fallbacks)
    return compile_prompt(prompt_id, prompt, (first, *fallbacks))


def _knowledge(base: str, registry: Registry) -> KnowledgeBase:
    documents = {name: found for name, found in registry.documents.items() if name.partition("/")[0] == base}
    return KnowledgeBase(registry.knowledge[base], documents)


def _variables(workflows: list[Workflow]) -> dict[str, Json]:
    """Return the initial values; the entry workflow's come first, then those of the others by id."""
    declared = [(name, variable) for workflow in workflows for name, variable in workflow.variables.items()]
    initial: dict[str, Json] = dict.fromkeys(_one_type("variable", [(name, found.type) for name, found in declared]))
    for name, variable in declared:
        check_variable(name, variable, variable.initial)
        if initial[name] is None:
            initial[name] = variable.initial
    return initial


def _one_type(what: str, declared: list[tuple[str, str]]) -> dict[str, str]:
    """Return the type of each name: one name is one value of the dialogue, whichever workflows declare it."""
    types: dict[str, str] = {}
    for name, kind in declared:
        if types.setdefault(name, kind) != kind:
            raise RegistryInvalidError(f"{what} {name!r} is declared as {types[name]} and as {kind}")
    return types


def _graph(registry: Registry, parts: Parts) -> Graph:
    workflow, workflow_id = parts.workflow, parts.place
    find(workflow.nodes, workflow.start, f"start node of workflow {workflow_id!r}")
    settings, zone = _config(workflow, workflow_id, registry)
    edges: dict[str, list[Edge]] = {node_id: [] for node_id in workflow.nodes}
    for place, edge in enumerate(workflow.edges):
        target = _edge(edge_label(workflow_id, place), edge, parts, registry)
        find(edges, edge.source, f"node at the start of an edge of workflow {workflow_id!r}").append(target)
    return Graph(
        id=workflow_id,
        start=workflow.start,
        steps={node_id: _step(node_id, edges[node_id], parts, registry) for node_id in workflow.nodes},
        limits=workflow.limits,
        config=settings,
        zone=zone,
    )


def _step(node_id: str, edges: list[Edge], parts: Parts, registry: Registry) -> Step:
    node, place = parts.workflow.nodes[node_id], f"{parts.place}/{node_id}"
    resume = getattr(node, "resume", None)
    if resume is not None:
        find(registry.workflows, resume, f"workflow named by {place}")
    here = Parts(place, parts.workflow, parts.prompts, parts.tools, parts.knowledge)
    runner = RUNNERS[type(node)](node_id, node, here)
    return Step(place, runner, tuple(edges), isinstance(runner, Respond))


def _edge(label: str, edge: DeclaredEdge, parts: Parts, registry: Registry) -> Edge:
    guard = compile_expression(edge.when) if edge.when is not None else None
    if edge.to.startswith(WORKFLOW_PREFIX):
        workflow = edge.to.removeprefix(WORKFLOW_PREFIX)
        find(registry.workflows, workflow, f"workflow at the end of an edge of {parts.place!r}")
        return Edge(label, guard, None, workflow)
    find(parts.workflow.nodes, edge.to, f"node at the end of an edge of workflow {parts.place!r}")
    return Edge(label, guard, edge.to, None)


def _config(workflow: Workflow, workflow_id: str, registry: Registry) -> tuple[dict[str, Json], ZoneInfo | None]:
    if workflow.config is None:
        return {}, None
    config = find(registry.configs, workflow.config, f"config named by workflow {workflow_id!r}")
    try:
        zone = ZoneInfo(config.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise RegistryInvalidError(f"config {workflow.config!r}: unknown time zone {config.timezone!r}") from error
    return {name: setting.value for name, setting in config.settings.items()}, zone
