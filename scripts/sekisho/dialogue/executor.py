"""One turn: from the start of the active workflow along the first holding edges to a node that answers.

Deterministic: no clock, no dice; time is the dialogue's frozen clock, latency what recordings and scripts say.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sekisho.dialogue.program import Graph, Program, Step
from sekisho.dialogue.state import ThreadState
from sekisho.dialogue.turn import Turn, World, begin, check_turn
from sekisho.errors import TemplateRenderError, WorkflowError
from sekisho.model.base import Language
from sekisho.model.trace import TurnError, TurnTrace


async def run_turn(program: Program, state: ThreadState, world: World, user: str, language: Language) -> TurnTrace:
    """Answer `user` and return what happened; `state` is what the dialogue remembers and is moved on.

    An error of the turn is part of the trace. Raises UnrecordedError when replay has no answer.
    """
    state.turn += 1
    turn = begin(state, world, user, language)
    _enter(turn, program.graphs[state.workflow])
    try:
        check_turn(turn)
        await _walk(program, turn)
    except WorkflowError as error:
        return turn.trace(TurnError(code=error.code, message=error.message, fault=error.at_fault))
    return turn.trace()


async def _walk(program: Program, turn: Turn) -> None:
    graph = program.graphs[turn.state.workflow]
    step = graph.steps[graph.start]
    while True:
        if len(turn.route) >= turn.limits.max_steps:
            raise WorkflowError(f"the turn had its {turn.limits.max_steps} steps", code="policy.step_limit")
        turn.route.append(step.route)
        try:
            await step.runner.run(turn)
        except TemplateRenderError as error:
            raise WorkflowError(f"{step.route}: {error.message}", code=step.runner.failure) from error
        if step.last:
            return
        graph, step = _next(program, graph, step, turn)


def _next(program: Program, graph: Graph, step: Step, turn: Turn) -> tuple[Graph, Step]:
    """Follow the first edge whose guard holds, into another workflow where it leads there."""
    for edge in step.edges:
        try:
            holds = edge.guard is None or edge.guard(turn.context)
        except TemplateRenderError as error:
            raise WorkflowError(f"{step.route}: {error.message}", code="policy.guard") from error
        if not holds:
            continue
        turn.edges.append(edge.label)
        if edge.workflow is not None:
            graph = program.graphs[edge.workflow]
            _enter(turn, graph)
        return graph, graph.steps[edge.node or graph.start]
    raise WorkflowError(f"no edge of {step.route} holds", code="policy.no_edge")


def _enter(turn: Turn, graph: Graph) -> None:
    """Make a workflow the active one: its config, its limits and its time zone."""
    turn.state.workflow = graph.id
    turn.limits = graph.limits
    turn.now = _local(turn.world.now, graph.zone)
    now = turn.now.isoformat()
    turn.context.update(workflow=graph.id, config=graph.config, now=now, today=now[:10])


def _local(now: datetime, zone: ZoneInfo | None) -> datetime:
    """Return the clock in `zone`; one without a time zone is taken to stand there."""
    if zone is None:
        return now
    return now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone)
