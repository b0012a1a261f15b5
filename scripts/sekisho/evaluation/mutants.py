"""Near misses: the conversation a case wants, with one thing wrong. A case that lets one through sees too little.

A mutation is one small function and one line in `MUTATIONS`; it yields nothing where a case says nothing of its field.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from sekisho.evaluation.oracle import FILLER, Oracle
from sekisho.model.base import Json
from sekisho.model.finding import Severity
from sekisho.model.kinds.case import ToolMatch, TurnExpectation
from sekisho.model.trace import Conversation, ToolCall, TurnTrace

ELSE = "something-else"
"""A word that no registry has as an intent, an action, an outcome or a document: ids may not be spelled like it."""

OTHER_DOCUMENT = f"{ELSE}/{ELSE}"
CALLED = frozenset({ToolMatch.EXACT, ToolMatch.SUBSET, ToolMatch.UNORDERED})

Update = Mapping[str, object]


class Mutant(NamedTuple):
    """The perfect conversation with one thing wrong, what that is, and how bad it is not to see it."""

    what: str
    conversation: Conversation
    severity: Severity = Severity.ERROR


class Slip(NamedTuple):
    """One thing wrong in one turn: what it is called and the fields of the trace that change."""

    what: str
    update: Update
    severity: Severity = Severity.ERROR


def mutants(oracle: Oracle, perfect: Conversation) -> Iterator[Mutant]:
    """Yield every near miss of what the oracle's case asserts, in turn order, those of the end last."""
    for index, turn in enumerate(oracle.case.turns):
        for mutation in MUTATIONS:
            for slip in mutation(turn.expect, perfect.turns[index], oracle):
                where = f"{slip.what} in turn {index + 1}"
                yield Mutant(where, _with(perfect, index, slip.update), slip.severity)
    if oracle.case.end.outcome is not None:
        last = len(perfect.turns) - 1
        yield Mutant("another outcome at the end", _with(perfect, last, {"outcome": ELSE}))


def _slots(expect: TurnExpectation, trace: TurnTrace, _: Oracle) -> Iterator[Slip]:
    for slot in (name for name, value in expect.slots.items() if value is not None):
        yield Slip(f"{slot} lost", {"slots": {name: value for name, value in trace.slots.items() if name != slot}})


def _decisions(expect: TurnExpectation, _trace: TurnTrace, _: Oracle) -> Iterator[Slip]:
    for field, word in (("intent", "intent"), ("mode", "mode"), ("next_action", "next action")):
        if getattr(expect, field) is not None:
            yield Slip(f"another {word}", {field: ELSE})


def _documents(expect: TurnExpectation, trace: TurnTrace, _: Oracle) -> Iterator[Slip]:
    if expect.retrieved:
        yield Slip(f"{expect.retrieved[0]} not found", {"retrieved": trace.retrieved[1:]})
    if expect.citations:
        yield Slip("another document cited", {"citations": (*trace.citations[1:], OTHER_DOCUMENT)})


def _tools(expect: TurnExpectation, trace: TurnTrace, _: Oracle) -> Iterator[Slip]:
    if expect.tools is None or not expect.tools.calls:
        return
    first = expect.tools.calls[0]
    if expect.tools.match is ToolMatch.FORBIDDEN:
        call = ToolCall(tool=first.tool, arguments=first.arguments or {})
        yield Slip(f"{first.tool} called", {"tool_calls": (*trace.tool_calls, call)})
    elif expect.tools.match in CALLED:
        yield Slip(f"{first.tool} not called", {"tool_calls": trace.tool_calls[1:]})
        for name in first.arguments or ():
            wrong = trace.tool_calls[0].model_copy(update={"arguments": _other(trace.tool_calls[0].arguments, name)})
            yield Slip(f"{first.tool} called with another {name}", {"tool_calls": (wrong, *trace.tool_calls[1:])})


def _other(arguments: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    return {**arguments, name: [arguments[name], ELSE]}


def _reply(expect: TurnExpectation, trace: TurnTrace, oracle: Oracle) -> Iterator[Slip]:
    if expect.reply is None:
        return
    if expect.reply.contains or expect.reply.concepts or expect.reply.any_of:
        yield Slip("nothing but a filler said", {"reply": FILLER[expect.reply.language or oracle.case.language]})
    for concept in expect.reply.concepts:
        denied = oracle.denying(trace.reply, concept)
        if denied is not None:
            yield Slip(f"{concept} denied", {"reply": denied}, Severity.WARNING)


MUTATIONS: tuple[Callable[[TurnExpectation, TurnTrace, Oracle], Iterator[Slip]], ...] = (
    _slots,
    _decisions,
    _documents,
    _tools,
    _reply,
)


def _with(talk: Conversation, index: int, update: Update) -> Conversation:
    turns: list[TurnTrace] = list(talk.turns)
    turns[index] = turns[index].model_copy(update=update)
    return talk.model_copy(update={"turns": tuple(turns)})
