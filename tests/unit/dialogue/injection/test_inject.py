"""Every kind of fault in a small desk: it is seen at its stage, in its turn, and nowhere before."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

import pytest

from sekisho.dialogue.injection.inject import inject, possible_faults
from sekisho.dialogue.injection.table import INJECTIONS
from sekisho.dialogue.program import compile_program
from sekisho.dialogue.target import RegistryTarget
from sekisho.model.base import Language
from sekisho.model.injection import HARMLESS, STAGE_OF_FAULT, FaultKind, InjectedFault
from sekisho.model.kinds.case import Lexicon
from sekisho.model.kinds.policy import SafetyPolicy
from sekisho.model.registry import Registry
from sekisho.model.trace import TurnTrace

MakeDesk = Callable[..., Any]

DESK = """
prompts:
  what: {name: W, model: m, messages: [{role: user, content: '{{ user }}'}], x-sekisho: {inputs: {user: {}}}}
  details: {name: D, model: m, messages: [{role: user, content: '{{ user }}'}], x-sekisho: {inputs: {user: {}}}}
knowledge:
  faq: {}
documents:
  faq/fee: {title: {en: Fee}, text: {en: A visit costs 300 yen.}}
  faq/hours: {title: {en: Hours}, text: {en: The desk is open all night.}}
tools:
  book:
    name: book
    description: books
    inputSchema: {type: object, properties: {day: {type: string}, window: {type: string}}, required: [day]}
    outputSchema: {type: object, properties: {number: {type: string}, sure: {type: boolean}}, required: [number]}
    sandbox: [{result: {number: AO-1, sure: true, note: none}}]
workflows:
  desk:
    entry: true
    start: hear
    intents: {book: {mode: FILL}, faq: {mode: FAQ}, affirm: {mode: FILL}, chat: {mode: CHAT}}
    slots:
      day: {type: date}
      window: {type: time_window}
      plan: {type: choice, choices: {light: [Light], giga: [Giga]}}
    nodes:
      hear: {kind: classify, prompt: what, inputs: {user: text}, labels: [book, faq, affirm, chat]}
      listen: {kind: extract, prompt: details, inputs: {user: text}, slots: [day, window, plan]}
      again: {kind: rule, set: {intent: "'affirm'"}}
      search: {kind: retrieve, knowledge: faq, query: text}
      book: {kind: tool, tool: book, arguments: {day: slots.day, window: slots.window}}
      confirm:
        kind: respond
        next_action: confirm
        reply: {en: 'Shall I book {{ slots.day }}?', ja: '{{ slots.day }}ですか'}
      booked: {kind: respond, next_action: booked, outcome: booked, reply: {en: Your visit is booked.}}
      failed: {kind: respond, next_action: failed, outcome: failed, reply: {en: That did not work.}}
      answer:
        kind: respond
        next_action: answer
        citations: '[nodes.search.documents[0].id]'
        reply: {en: '{{ nodes.search.documents[0].text }}'}
      lost: {kind: respond, next_action: lost, citations: '[]', reply: {en: I do not know.}}
    edges:
      - {from: hear, to: listen, when: intent == 'book'}
      - {from: hear, to: search, when: intent == 'faq'}
      - {from: hear, to: again, when: intent == 'affirm'}
      - {from: hear, to: lost}
      - {from: again, to: book}
      - {from: listen, to: confirm, when: slots.day is not none}
      - {from: listen, to: lost}
      - {from: search, to: answer, when: nodes.search.documents}
      - {from: search, to: lost}
      - {from: book, to: booked, when: nodes.book.ok}
      - {from: book, to: failed}
"""
ANSWERS: dict[str, list[Any]] = {
    "what": [{"intent": "book"}, {"intent": "affirm"}, {"intent": "faq"}],
    "details": [{"day": "2026-11-18", "window": "morning"}],
}
SAID = ("Please come on the 18th.", "Yes.", "What does a visit cost?")
NEGATIONS = {"booked": {"variants": {"en": ["is booked"]}, "negations": {"en": ["not"]}}}


@pytest.fixture
def registry(make_desk: MakeDesk) -> Registry:
    """The desk with a lexicon and a safety policy."""
    return replace(
        make_desk(DESK).registry,
        lexicons={"l": Lexicon.model_validate({"concepts": NEGATIONS | {"promise": {"variants": {"en": ["refund"]}}}})},
        policies={
            "s": SafetyPolicy(
                type="safety",
                prohibited_concepts=("promise",),
                prohibited_texts=("secret",),
                confirm_before=("book",),
            )
        },
    )


@pytest.fixture
def talk(registry: Registry, make_desk: MakeDesk, now: datetime) -> Callable[..., tuple[TurnTrace, ...]]:
    """Hold the dialogue with faults in it: `talk(sound, fault, ...)`."""

    def hold(sound: Sequence[TurnTrace] = (), *faults: InjectedFault) -> tuple[TurnTrace, ...]:
        program = compile_program(registry)
        for fault in faults:
            program = inject(program, registry, sound, fault, Random(1))  # noqa: S311 - a test
        target = RegistryTarget(program, make_desk(DESK, ANSWERS).model)
        return asyncio.run(target.converse(SAID, now=now, trial=0, faults=(), language=Language.EN)).turns

    return hold


def _seen(before: TurnTrace, after: TurnTrace) -> set[str]:
    """The fields in which two turns differ, each with the stage that decides it."""
    stages = {
        "intent": "IR",
        "mode": "mode",
        "slots": "slot",
        "next_action": "policy",
        "outcome": "policy",
        "tool_calls": "exec",
        "retrieved": "exec",
        "reply": "NLG",
        "citations": "NLG",
    }
    return {stage for field, stage in stages.items() if getattr(before, field) != getattr(after, field)}


def test_the_desk_works_and_every_kind_of_fault_is_possible(talk: Any, registry: Registry) -> None:
    """Three turns through every kind of node, with a place for each kind."""
    sound = talk()
    assert [turn.next_action for turn in sound] == ["confirm", "booked", "answer"]
    faults = list(possible_faults(registry, sound))
    assert {fault.kind for fault in faults} == set(FaultKind) == set(INJECTIONS)
    assert FaultKind.NO_LABEL not in {fault.kind for fault in faults if fault.node == "desk/again"}
    assert not [fault for fault in faults if fault.kind is FaultKind.UNASKED and fault.turn == 1]


@pytest.mark.parametrize("kind", [kind for kind in FaultKind if kind not in HARMLESS])
def test_a_fault_is_seen_at_its_stage_in_its_turn(talk: Any, registry: Registry, kind: FaultKind) -> None:
    """Wherever it is possible: the turns before are as they were; the turn itself differs at the stage of the fault."""
    sound = talk()
    faults = [fault for fault in possible_faults(registry, sound) if fault.kind is kind]
    assert faults
    for fault in faults:
        spoilt = talk(sound, fault)
        assert spoilt[: fault.turn] == sound[: fault.turn]
        stage = {"safety": "exec" if kind is FaultKind.UNASKED else "NLG"}.get(STAGE_OF_FAULT[kind])
        unrendered = (
            kind is FaultKind.UNRENDERED
            and "{{" not in registry.workflows["desk"].nodes[fault.node.partition("/")[2]].reply[Language.EN]
        )
        assert unrendered or (stage or STAGE_OF_FAULT[kind]) in _seen(sound[fault.turn], spoilt[fault.turn])


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (FaultKind.SLOT_LOST, "raw_slots", {"window": "morning"}),
        (FaultKind.SLOT_VALUE, "raw_slots", {"day": "2026-11-19", "window": "morning"}),
        (FaultKind.SLOT_OVER, "slots", {"day": "2026-11-18", "window": "morning", "plan": "light"}),
        (FaultKind.SLOT_NORMALISED, "raw_slots", {"day": "2026-11-18", "window": "morning"}),
        (FaultKind.DENIES, "reply", "not Your visit is booked.not"),
        (FaultKind.OTHER_LANGUAGE, "reply", "2026-11-18ですか"),
        (FaultKind.UNRENDERED, "reply", "Shall I book {{ slots.day }}?"),
        (FaultKind.SAYS_NOTHING, "reply", "All right."),
        (FaultKind.REWORDED, "reply", "Thank you. Shall I book 2026-11-18?"),
        (FaultKind.NOTHING_FOUND, "next_action", "lost"),
        (FaultKind.OTHER_FOUND, "citations", ("faq/hours",)),
        (FaultKind.CITATION, "citations", ("faq/hours",)),
        (FaultKind.MORE_FOUND, "retrieved", ("faq/fee", "faq/hours")),
        (FaultKind.TOOL_ERROR, "next_action", "failed"),
        (FaultKind.TOOL_TIMEOUT, "outcome", "failed"),
        (FaultKind.TOOL_REFUSED, "next_action", "failed"),
        (FaultKind.TOOL_SKIPPED, "tool_calls", ()),
        (FaultKind.OUTCOME_LOST, "outcome", None),
    ],
)
def test_what_a_fault_does(talk: Any, registry: Registry, kind: FaultKind, field: str, value: Any) -> None:
    """The first place of each kind, and what becomes of one field of its turn."""
    sound = talk()
    fault = next(fault for fault in possible_faults(registry, sound) if fault.kind is kind)
    assert getattr(talk(sound, fault)[fault.turn], field) == value


def test_tool_faults_are_what_a_tool_can_do(talk: Any, registry: Registry) -> None:
    """Other data, another argument, the same call again."""
    sound = talk()
    calls = {
        fault.kind: talk(sound, fault)[1].tool_calls for fault in possible_faults(registry, sound) if fault.turn == 1
    }
    assert calls[FaultKind.TOOL_RESULT][0].result == {"number": "AO-2", "sure": False, "note": "none"}
    assert calls[FaultKind.TOOL_RESULT][0].arguments == sound[1].tool_calls[0].arguments
    changed = [dict(calls[kind][0].arguments) for kind in (FaultKind.TOOL_ARGUMENT, FaultKind.TOOL_REFUSED)]
    assert all(arguments != dict(sound[1].tool_calls[0].arguments) for arguments in changed)
    assert calls[FaultKind.TOOL_REFUSED][0].error == "args_schema"
    first, second = calls[FaultKind.TOOL_TWICE]
    assert (first.arguments, first.attempts, second.attempts) == (second.arguments, 1, 1)


def test_faults_can_be_combined(talk: Any) -> None:
    """A harmless difference before, a fault behind it, also at the same node."""
    sound = talk()
    earlier = InjectedFault(kind=FaultKind.REWORDED, turn=0, node="desk/confirm")
    later = InjectedFault(kind=FaultKind.NO_LABEL, turn=1, node="desk/hear")
    other = InjectedFault(kind=FaultKind.OTHER_LABEL, turn=0, node="desk/hear")
    both = talk(sound, earlier, later)
    assert both[0].reply.startswith("Thank you.")
    assert (both[1].intent, both[1].next_action) == (None, "lost")
    assert talk(sound, other, later)[0].intent != "book"
