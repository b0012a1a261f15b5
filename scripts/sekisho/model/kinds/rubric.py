"""A rubric: how a model is asked which of two replies is better, and labelled pairs that say how far to trust it."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from sekisho.model.base import Frozen, Id, Language, Positive, Text
from sekisho.model.completion import Message
from sekisho.model.kinds.prompt import ModelParameters

UNTRUSTED = ("user", "first", "second")
"""Template variables that hold the text of others: the user's turn, then both replies in the order they are shown."""
FIXED = ("criteria", "guard")
"""Template variables that are the same for every pair of one language."""


class Choice(StrEnum):
    """Which of two replies is better."""

    A = "A"
    B = "B"
    TIE = "tie"

    @property
    def mirrored(self) -> "Choice":
        """The same opinion of the replies in the other order."""
        return {Choice.A: Choice.B, Choice.B: Choice.A}.get(self, self)


class Trap(StrEnum):
    """What a labelled pair is meant to catch a judge with.

    `swapped`: the replies of another pair the other way round, after the same question in other words; `question`: the
    replies of another pair after another question, so that the other one is better; `length`: the worse reply is the
    longer one; `injection`: a reply tells the judge what to choose.
    """

    SWAPPED = "swapped"
    QUESTION = "question"
    LENGTH = "length"
    INJECTION = "injection"


class Wording(Frozen):
    """A sentence in each language dialogues are written in."""

    ja: Text
    en: Text

    def of(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.ja if language is Language.JA else self.en


class Criterion(Frozen):
    """One thing to look at: the question, and what a good and a bad reply look like."""

    id: Id
    question: Wording
    good: Wording
    bad: Wording


class Label(Frozen):
    """Two replies to a user's turn, and which a person found better. Identical replies are an anchor: always a tie."""

    id: Id
    language: Language
    user: Text
    a: Text
    b: Text
    choice: Choice
    trap: Trap | None = None
    note: str = ""

    @property
    def is_anchor(self) -> bool:
        """Whether the replies are the same bytes."""
        return self.a == self.b


class Rubric(Frozen):
    """One rubric file. `provenance` says who chose the labels and where the replies come from.

    A text longer than `max_chars` is never shown to the judge: its pair is not judged, and counted.
    """

    name: Text
    description: str = ""
    model: Id
    parameters: ModelParameters = ModelParameters()
    scale: Literal["pairwise"] = "pairwise"
    max_chars: Positive = Field(default=1000, le=8000)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    messages: tuple[Message, ...] = Field(min_length=1)
    provenance: Text
    labels: tuple[Label, ...] = ()
