"""Where in a dialogue a fault can be injected, and the runners that make a node go wrong in one turn only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sekisho.dialogue.nodes.runner import Runner
from sekisho.dialogue.turn import Turn
from sekisho.model.base import Json
from sekisho.model.kinds.workflow import Workflow
from sekisho.model.registry import Registry
from sekisho.model.trace import TurnTrace

Change = Callable[[Turn, Mapping[str, Json]], None]
"""Spoils a turn after a node ran; told the slots as they were before."""


@dataclass(frozen=True, slots=True)
class Site:
    """A node in a turn of a dialogue that works: `turn` counts from 0, `trace` is what works looks like."""

    registry: Registry
    workflow_id: str
    node_id: str
    turn: int
    trace: TurnTrace
    following: Sequence[str]
    """The route entries after this node."""
    dice: Random

    @property
    def workflow(self) -> Workflow:
        """The workflow the node is in."""
        return self.registry.workflows[self.workflow_id]

    @property
    def node(self) -> Any:
        """The node as its file says it."""
        return self.workflow.nodes[self.node_id]

    @property
    def later(self) -> list[Any]:
        """The nodes that ran after this one in the turn."""
        return [self.registry.workflows[flow].nodes[node] for flow, _, node in map(_parted, self.following)]


def _parted(entry: str) -> tuple[str, str, str]:
    return entry.partition("/")


@dataclass(frozen=True, slots=True)
class InTurn:
    """Runs the faulty runner in one turn (counted from 1, as dialogues do), the sound one in every other."""

    turn: int
    sound: Runner
    faulty: Runner

    @property
    def failure(self) -> str:
        """The sound node's."""
        return self.sound.failure

    async def run(self, turn: Turn) -> None:
        """Run one of the two."""
        await (self.faulty if turn.state.turn == self.turn else self.sound).run(turn)


@dataclass(frozen=True, slots=True)
class Spoiled:
    """Runs a node, then spoils what it did."""

    sound: Runner
    change: Change

    @property
    def failure(self) -> str:
        """The sound node's."""
        return self.sound.failure

    async def run(self, turn: Turn) -> None:
        """Run and spoil."""
        before = dict(turn.state.slots)
        await self.sound.run(turn)
        self.change(turn, before)
