"""Golden cases, scenarios and the lexicon: what users say, and what must come of it.

In an expectation an absent key asserts nothing, an empty list asserts emptiness, and a null slot asserts "not set".
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Literal

from pydantic import Field

from sekisho.model.base import Bool, Frozen, Id, Json, Language, Moment, Name, Positive, Text
from sekisho.model.kinds.tool import ToolErrorCode
from sekisho.model.kinds.workflow import Mode


class ToolMatch(StrEnum):
    """How expected tool calls are compared with the observed ones."""

    NONE = "none"
    EXACT = "exact"
    SUBSET = "subset"
    UNORDERED = "unordered"
    FORBIDDEN = "forbidden"


class ExpectedCall(Frozen):
    """One tool call; absent arguments assert nothing, given ones are compared exactly."""

    tool: Id
    arguments: Mapping[str, Json] | None = None


class ToolExpectation(Frozen):
    """What was called: none at all, exactly these, these in order, these in any order, or never these."""

    match: ToolMatch = ToolMatch.EXACT
    calls: tuple[ExpectedCall, ...] = ()


class ReplyExpectation(Frozen):
    """What the reply says; `concepts` are lexicon ids. `any_of` holds when one of its alternatives does."""

    contains: tuple[Text, ...] = ()
    not_contains: tuple[Text, ...] = ()
    concepts: tuple[Id, ...] = ()
    not_concepts: tuple[Id, ...] = ()
    any_of: tuple[Text, ...] = ()
    language: Language | None = None


class TurnExpectation(Frozen):
    """What must hold after one turn."""

    intent: Id | None = None
    mode: Mode | None = None
    slots: Mapping[Name, Json] = {}
    next_action: Id | None = None
    tools: ToolExpectation | None = None
    reply: ReplyExpectation | None = None
    retrieved: tuple[str, ...] | None = None
    citations: tuple[str, ...] | None = None


class EndExpectation(Frozen):
    """What must hold when the dialogue is over; this is what Task Success Rate counts."""

    outcome: Id | None = None
    next_action: Id | None = None
    slots: Mapping[Name, Json] = {}
    tools: ToolExpectation | None = None


class Turn(Frozen):
    """One user utterance ("" is silence) and what is expected of the turn."""

    user: str
    expect: TurnExpectation = TurnExpectation()


class Fault(Frozen):
    """Makes the n-th try of a tool in the dialogue fail (retries count); a case whose fault never fires is invalid."""

    tool: Id
    call: Positive = 1
    error: ToolErrorCode


class CaseBase(Frozen):
    """What golden cases and scenarios share. `clock` freezes "now" (default: the gate policy's clock)."""

    title: Text
    language: Language
    tags: tuple[Id, ...] = ()
    must_pass: Bool = False
    clock: Moment | None = None
    turns: tuple[Turn, ...] = Field(min_length=1, max_length=30)
    end: EndExpectation = EndExpectation()
    notes: str = ""


class GoldenCase(CaseBase):
    """One golden case."""


class DatasetCase(GoldenCase):
    """One line of a dataset: a golden case and its id."""

    id: Id


class Scenario(CaseBase):
    """One end-to-end scenario, with sandboxed tools and, where given, injected faults."""

    purpose: Literal["task", "non-task"]
    mode: Mode | None = None
    faults: tuple[Fault, ...] = ()


class Concept(Frozen):
    """A meaning with its wordings per language, and the phrases near them that turn it into its denial.

    `window` is the number of characters within which a negation cancels a variant.
    """

    description: str = ""
    variants: Mapping[Language, tuple[Text, ...]] = Field(min_length=1)
    negations: Mapping[Language, tuple[Text, ...]] = {}
    window: Positive = 12

    @cached_property
    def phrases(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The variants and the negations of all languages; one concept is looked for in many texts."""
        return tuple(chain.from_iterable(self.variants.values())), tuple(chain.from_iterable(self.negations.values()))


class Lexicon(Frozen):
    """Shared concepts; ids are unique over all lexicon files."""

    description: str = ""
    concepts: Mapping[Id, Concept] = Field(min_length=1)
