"""`sekisho chat`: one dialogue with the registry's dialogue system, by the real executor."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sekisho.commands.answering import AnswerMode, Notify, answering
from sekisho.commands.cases import gate_policy_of
from sekisho.commands.source import load
from sekisho.dialogue.program import compile_program
from sekisho.dialogue.target import RegistryTarget, Thread
from sekisho.model.trace import TurnTrace
from sekisho.text.language import detect


class Chat:
    """A dialogue under way."""

    def __init__(self, thread: Thread, loop: asyncio.Runner, now: datetime, answers: AnswerMode) -> None:
        self._thread = thread
        self._loop = loop
        self.greeting = f"The clock stands at {now.isoformat()} (policies/gate). Answers: {answers}. Ctrl-D ends."

    @property
    def ended(self) -> bool:
        """Whether the system has ended the dialogue."""
        return self._thread.ended

    def say(self, text: str) -> TurnTrace:
        """Say something, in Japanese or English, and return what came of it."""
        self._thread.language = detect(text) or self._thread.language
        return self._loop.run(self._thread.turn(text))


@contextmanager
def open_chat(root: Path, revision: str | None, mode: str, notify: Notify | None = None) -> Iterator[Chat]:
    """Begin a dialogue with a revision (None: the working tree). Raises RegistryInvalidError when it has errors."""
    loaded = load(root, revision).checked()
    policy = gate_policy_of(loaded.registry)
    with answering(root, AnswerMode(mode), notify=notify) as answers, asyncio.Runner() as loop:
        target = RegistryTarget(compile_program(loaded.registry), answers.provider(loaded.registry))
        yield Chat(target.open(policy.clock, policy.language), loop, policy.clock, AnswerMode(mode))
