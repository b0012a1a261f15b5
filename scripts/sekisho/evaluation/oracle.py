"""Conversations made from a case alone: one that does all it expects, one that does nothing, one that denies."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.evaluation.matchers.safety import CONSENT
from sekisho.evaluation.matchers.tools import call_matches
from sekisho.model.base import Json, Language
from sekisho.model.kinds.case import (
    CaseBase,
    EndExpectation,
    ExpectedCall,
    ReplyExpectation,
    ToolExpectation,
    ToolMatch,
    Turn,
    TurnExpectation,
)
from sekisho.model.trace import Conversation, ToolCall, TurnTrace
from sekisho.text.match import concept_holds, contains

Expectation = TypeVar("Expectation", TurnExpectation, EndExpectation)

GAP = "\n"
"""Stands between the parts of an oracle's reply; no negation reaches over the end of a sentence."""

FILLER: Mapping[Language, str] = {Language.JA: "はい、承知しました。", Language.EN: "Thank you."}


def ways(case: CaseBase) -> Iterator[CaseBase]:
    """Yield the case with its first alternatives made its expectation, then with its second ones, and so on."""
    choices = [len(case.end.any_of), *(len(turn.expect.any_of) for turn in case.turns)]
    for number in range(max(1, *choices)):
        turns = tuple(turn.model_copy(update={"expect": _chosen(turn.expect, number)}) for turn in case.turns)
        yield case.model_copy(update={"turns": turns, "end": _chosen(case.end, number)})


def _chosen(expect: Expectation, number: int) -> Expectation:
    """Return an expectation with one alternative (the last where there are fewer) added to what always holds."""
    if not expect.any_of:
        return expect
    alternative = expect.any_of[min(number, len(expect.any_of) - 1)]
    fields = {name: getattr(alternative, name) for name in alternative.model_fields_set}
    return expect.model_copy(update={**fields, "any_of": ()})


@dataclass(frozen=True, slots=True)
class Oracle:
    """Builds conversations for one case; where it has alternatives, choose one of its `ways` first."""

    case: CaseBase
    criteria: Criteria

    def perfect(self) -> Conversation:
        """Return the conversation in which every expectation of the case comes true, if they can all."""
        slots: dict[str, Json] = {}
        traces = []
        for turn in self.case.turns:
            slots = _after(slots, turn.expect.slots, cleared=_asserts_none(turn))
            traces.append(self._trace(turn, dict(slots)))
        last = traces[-1]
        end = self.case.end
        closing = {
            "slots": _after(slots, end.slots, cleared=False),
            "outcome": end.outcome,
            "next_action": end.next_action or last.next_action,
            "tool_calls": (*last.tool_calls, *self._late_calls(traces)),
        }
        return Conversation(turns=(*traces[:-1], self._consenting(last.model_copy(update=closing), len(traces) - 1)))

    def silent(self) -> Conversation:
        """Return the conversation of a bot that never does or says anything."""
        return Conversation(
            turns=tuple(TurnTrace(user=turn.user, language=self.case.language) for turn in self.case.turns)
        )

    def denying(self, reply: str, concept: str) -> str | None:
        """Return `reply` with every part denied in the words of a concept; None where it has no such words."""
        words = self.criteria.concepts[concept].negations.get(self.case.language, ())
        return GAP.join(f"{words[0]} {part}{words[0]}" for part in reply.split(GAP)) if words else None

    def _trace(self, turn: Turn, slots: Mapping[str, Json]) -> TurnTrace:
        expect = turn.expect
        trace = TurnTrace(
            user=turn.user,
            language=self.case.language,
            intent=expect.intent,
            mode=expect.mode,
            slots=slots,
            next_action=expect.next_action,
            tool_calls=_calls(expect.tools),
            retrieved=expect.retrieved or (),
            reply=self._reply(expect.reply) if expect.reply else "",
            citations=expect.citations or (),
        )
        return self._consenting(trace, self.case.turns.index(turn))

    def _consenting(self, trace: TurnTrace, index: int) -> TurnTrace:
        """Give a turn that calls tools the user's yes, where the case does not say what the user meant."""
        silent = "intent" not in self.case.turns[index].expect.model_fields_set
        return trace.model_copy(update={"intent": CONSENT}) if silent and trace.tool_calls else trace

    def _late_calls(self, traces: Sequence[TurnTrace]) -> tuple[ToolCall, ...]:
        """Return the calls that the end expects and no turn has made."""
        made = [call for trace in traces for call in trace.tool_calls]
        wanted = self.case.end.tools
        if wanted is None or wanted.match in {ToolMatch.NONE, ToolMatch.FORBIDDEN}:
            return ()
        late = []
        for expected, call in zip(wanted.calls, _calls(wanted), strict=True):
            match = next((one for one in made if call_matches(expected, one)), None)
            if match is None:
                late.append(call)
            else:
                made.remove(match)
        return tuple(late)

    def _reply(self, expected: ReplyExpectation) -> str:
        return GAP.join([FILLER[expected.language or self.case.language], *self._parts(expected)])

    def _parts(self, expected: ReplyExpectation) -> Iterator[str]:
        def allowed(text: str) -> bool:
            denied = any(concept_holds(text, self.criteria.concepts[name]) for name in expected.not_concepts)
            return not denied and not any(contains(text, banned) for banned in expected.not_contains)

        yield from expected.contains
        for name in expected.concepts:
            variants = self.criteria.concepts[name].variants
            own = variants.get(expected.language or self.case.language, ())
            yield _first([*own, *(text for texts in variants.values() for text in texts)], allowed)
        if expected.any_of:
            yield _first(expected.any_of, allowed)


def _first(options: Sequence[str], allowed: Callable[[str], bool]) -> str:
    return next((option for option in options if allowed(option)), options[0])


def _after(slots: Mapping[str, Json], expected: Mapping[str, Json], *, cleared: bool) -> dict[str, Json]:
    known = {} if cleared else dict(slots)
    return {name: value for name, value in (known | dict(expected)).items() if value is not None}


def _asserts_none(turn: Turn) -> bool:
    return "slots" in turn.expect.model_fields_set and not turn.expect.slots


def _calls(expected: ToolExpectation | None) -> tuple[ToolCall, ...]:
    if expected is None or expected.match in {ToolMatch.NONE, ToolMatch.FORBIDDEN}:
        return ()
    return tuple(_call(call) for call in expected.calls)


def _call(expected: ExpectedCall) -> ToolCall:
    """Return the call that went as expected; one that was never tried was refused or repeated."""
    return ToolCall(
        tool=expected.tool,
        arguments=expected.arguments or {},
        error=expected.error,
        attempts=1 if expected.attempts is None else expected.attempts,
        repeated=bool(expected.repeated),
        idempotency_key=expected.idempotency_key or (),
    )
