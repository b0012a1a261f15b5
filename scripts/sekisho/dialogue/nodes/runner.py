"""What every node is when it runs."""

from typing import Protocol

from sekisho.dialogue.turn import Turn


class Runner(Protocol):
    """A compiled node. `failure` is the error code of a turn in which one of its expressions fails."""

    @property
    def failure(self) -> str:
        """`<stage>.<what>`, the stage as in a trace."""
        ...

    async def run(self, turn: Turn) -> None:
        """Do the node's work on the turn. Raises WorkflowError, TemplateRenderError, UnrecordedError."""
        ...
