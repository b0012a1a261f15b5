"""The registry itself as what is evaluated and chatted with: its workflows, run by the built-in executor."""

from collections.abc import Sequence
from datetime import datetime

from sekisho.dialogue.executor import run_turn
from sekisho.dialogue.program import Program
from sekisho.dialogue.turn import World
from sekisho.errors import UnrecordedError, WorkflowError
from sekisho.model.base import Language
from sekisho.model.kinds.case import Fault, Search
from sekisho.model.trace import Conversation, MissingAnswer, TurnTrace
from sekisho.ports import ModelProvider


class Thread:
    """One dialogue under way."""

    def __init__(self, program: Program, world: World, language: Language) -> None:
        self._program = program
        self._world = world
        self._state = program.begin()
        self.language = language

    @property
    def ended(self) -> bool:
        """Whether the system has ended the dialogue; a further utterance is an error."""
        return self._state.ended

    @property
    def unfired_faults(self) -> int:
        """How many of the case's faults no tool call has met so far."""
        return len(self._world.faults) - len(self._state.fired)

    async def turn(self, text: str) -> TurnTrace:
        """Say `text` ("" is silence) and return what came of it. Raises UnrecordedError when replay lacks an answer."""
        return await run_turn(self._program, self._state, self._world, text, self.language)


class RegistryTarget:
    """A compiled registry and who answers its model calls. Implements the `Target` and the `Searchable` port.

    `granted` are the permissions its tools may use; None grants all.
    """

    def __init__(self, program: Program, provider: ModelProvider, granted: frozenset[str] | None = None) -> None:
        self._program = program
        self._provider = provider
        self._granted = granted

    def open(self, now: datetime, language: Language, *, trial: int = 0, faults: Sequence[Fault] = ()) -> Thread:
        """Begin a dialogue with the clock frozen at `now`."""
        return Thread(self._program, World(self._provider, now, trial, tuple(faults), self._granted), language)

    def search(self, question: str, search: Search, language: Language) -> Sequence[str]:
        """Return the ids of the documents found, best first. Raises WorkflowError when there is no such base."""
        base = self._program.knowledge.get(search.knowledge)
        if base is None:
            raise WorkflowError(f"there is no knowledge base {search.knowledge!r}", code="exec.search")
        found = base.search(question, language, search.top_k)
        return [document["id"] for document in found if document["score"] >= search.min_score]

    async def converse(
        self, utterances: Sequence[str], *, now: datetime, trial: int, faults: Sequence[Fault], language: Language
    ) -> Conversation:
        """Hold one fresh dialogue; it stops after a turn with an error, and before one that was not recorded."""
        thread = self.open(now, language, trial=trial, faults=faults)
        turns: list[TurnTrace] = []
        missing: tuple[MissingAnswer, ...] = ()
        for text in utterances:
            try:
                turns.append(await thread.turn(text))
            except UnrecordedError as error:
                missing = (MissingAnswer(prompt=error.prompt, key=error.key),)
                break
            if turns[-1].error is not None:
                break
        return Conversation(turns=tuple(turns), missing=missing, unfired_faults=thread.unfired_faults)
