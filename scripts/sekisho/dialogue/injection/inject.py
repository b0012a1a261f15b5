"""A program in which one thing goes wrong in one turn, and the places where that is possible."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from sekisho.dialogue.injection.site import InTurn, Site
from sekisho.dialogue.injection.table import INJECTIONS
from sekisho.dialogue.program import Program, Step
from sekisho.model.injection import FaultKind, InjectedFault
from sekisho.model.registry import Registry
from sekisho.model.trace import TurnTrace


def possible_faults(registry: Registry, turns: Sequence[TurnTrace]) -> Iterator[InjectedFault]:
    """Yield every fault that can be injected into a dialogue that went like `turns`, harmless differences too."""
    for number, trace in enumerate(turns):
        for entry in dict.fromkeys(trace.route):
            site = _site(registry, turns, InjectedFault(kind=FaultKind.OTHER_WAY, turn=number, node=entry), Random(0))  # noqa: S311 - nothing is drawn
            for kind, injection in INJECTIONS.items():
                if injection.possible(site):
                    yield InjectedFault(kind=kind, turn=number, node=entry)


def inject(
    program: Program, registry: Registry, turns: Sequence[TurnTrace], fault: InjectedFault, dice: Random
) -> Program:
    """Return `program` with the fault in it; `turns` are what the dialogue was without, `dice` choose what is wrong."""
    site = _site(registry, turns, fault, dice)
    graph = program.graphs[site.workflow_id]
    step = graph.steps[site.node_id]
    spoilt = _only_then(INJECTIONS[fault.kind].spoil(site, step), step, site.turn)
    graph = replace(graph, steps={**graph.steps, site.node_id: spoilt})
    return replace(program, graphs={**program.graphs, site.workflow_id: graph})


def _only_then(spoilt: Step, sound: Step, turn: int) -> Step:
    """Return a step whose runner is spoilt in one turn only; what is wrong with an edge says so itself."""
    if spoilt.runner is sound.runner:
        return spoilt
    return replace(spoilt, runner=InTurn(turn + 1, sound.runner, spoilt.runner))


def _site(registry: Registry, turns: Sequence[TurnTrace], fault: InjectedFault, dice: Random) -> Site:
    trace = turns[fault.turn]
    workflow, _, node = fault.node.partition("/")
    place = trace.route.index(fault.node) + 1
    return Site(registry, workflow, node, fault.turn, trace, trace.route[place:], dice)
