"""Golden cases, scenarios and the lexicon: what users say, and what must come of it.

In an expectation an absent key asserts nothing, an empty list asserts emptiness, and a null slot asserts "not set".
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Annotated, Literal

from pydantic import Field

from sekisho.model.base import Bool, Count, Float, Frozen, Id, Json, Language, Moment, Name, Positive, Text
from sekisho.model.kinds.tool import ToolErrorCode
from sekisho.model.kinds.workflow import Mode

Place = tuple[str | int, ...]
"""Keys and indexes that lead to a part of a value."""


class ToolMatch(StrEnum):
    """How expected tool calls are compared with the observed ones."""

    NONE = "none"
    EXACT = "exact"
    SUBSET = "subset"
    UNORDERED = "unordered"
    FORBIDDEN = "forbidden"


class ExpectedCall(Frozen):
    """One tool call; absent arguments assert nothing, given ones are compared exactly.

    `attempts` counts the tries (0: the tool was never reached), `error` null asserts that there was none, `repeated`
    that the answer came from the tool's idempotency key, `idempotency_key` which arguments that key is made of.
    """

    tool: Id
    arguments: Mapping[str, Json] | None = None
    attempts: Count | None = None
    error: ToolErrorCode | Literal["args_schema"] | None = None
    repeated: Bool | None = None
    idempotency_key: tuple[Name, ...] | None = None


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


class TurnAssertions(Frozen):
    """What can be said about the state after one turn."""

    intent: Id | None = None
    mode: Mode | None = None
    slots: Mapping[Name, Json] = {}
    next_action: Id | None = None
    tools: ToolExpectation | None = None
    reply: ReplyExpectation | None = None
    retrieved: tuple[str, ...] | None = None
    citations: tuple[str, ...] | None = None


class TurnExpectation(TurnAssertions):
    """What must hold after one turn: all that is said here, and one whole alternative of `any_of`, if there are any."""

    any_of: tuple[TurnAssertions, ...] = ()

    @property
    def stated(self) -> Iterator[tuple[Place, TurnAssertions]]:
        """What is always expected, and each alternative, by their places in the expectation."""
        yield (), self
        yield from ((("any_of", index), one) for index, one in enumerate(self.any_of))


class EndAssertions(Frozen):
    """What can be said about the state when the dialogue is over."""

    outcome: Id | None = None
    next_action: Id | None = None
    slots: Mapping[Name, Json] = {}
    tools: ToolExpectation | None = None


class EndExpectation(EndAssertions):
    """What must hold when the dialogue is over; this is what Task Success Rate counts. `any_of` as in a turn."""

    any_of: tuple[EndAssertions, ...] = ()

    @property
    def stated(self) -> Iterator[tuple[Place, EndAssertions]]:
        """What is always expected, and each alternative, by their places in the expectation."""
        yield (), self
        yield from ((("any_of", index), one) for index, one in enumerate(self.any_of))


class Turn(Frozen):
    """One user utterance ("" is silence) and what is expected of the turn."""

    user: str
    expect: TurnExpectation = TurnExpectation()


class FaultBase(Frozen):
    """Spoils the `call`-th try of a tool in the dialogue (retries count); a case whose fault never fires is invalid."""

    tool: Id
    call: Positive = 1


class ErrorFault(FaultBase):
    """The try ends in this error; the tool does nothing."""

    kind: Literal["timeout", "error", "permission_denied", "not_found", "conflict"]


class SlowFault(FaultBase):
    """The tool does its work and answers after `delay_ms`; beyond its time-out nobody hears the answer."""

    kind: Literal["slow"]
    delay_ms: Positive


class MalformedFault(FaultBase):
    """The tool answers with `result`, which its output schema refuses."""

    kind: Literal["malformed"]
    result: Json = None


class DuplicateFault(FaultBase):
    """The network delivers the call twice; the dialogue hears the first answer, and both are in the trace."""

    kind: Literal["duplicate"]


Fault = Annotated[ErrorFault | SlowFault | MalformedFault | DuplicateFault, Field(discriminator="kind")]


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


class Search(Frozen):
    """Puts what the user says to a knowledge base itself: no dialogue is held and no model is asked.

    At most `top_k` documents (default: what the base says) that score at least `min_score` are found.
    """

    knowledge: Id
    top_k: Positive | None = None
    min_score: Float = Field(default=0.0, ge=0)


class GoldenCase(CaseBase):
    """One golden case; with `search` its turns are questions, of which only `retrieved` can be expected."""

    search: Search | None = None


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
