"""Conversations: where they stop and what they count."""

import asyncio
import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from sekisho.errors import UnrecordedError, WorkflowError
from sekisho.model.base import Language
from sekisho.model.kinds.case import ErrorFault, Search
from sekisho.model.trace import MissingAnswer
from sekisho.ports import Target

MakeDesk = Callable[..., Any]

CHAT = """
prompts:
  p: {name: P, model: m, messages: [{role: user, content: '{{ user }}'}], x-sekisho: {inputs: {user: {}}}}
workflows:
  desk:
    entry: true
    start: chat
    nodes:
      chat: {kind: llm, prompt: p, inputs: {user: text}}
      end: {kind: respond, next_action: said, end: true, reply: {en: '{{ nodes.chat.text }}', ja: はい}}
      go: {kind: respond, next_action: said, reply: {en: '{{ nodes.chat.text }}', ja: はい}}
    edges: [{from: chat, to: end, when: text == 'bye'}, {from: chat, to: go, when: "text != '?'"}]
"""


def test_a_missing_answer_ends_the_dialogue(make_desk: MakeDesk) -> None:
    """The turn that lacks its recording is no turn; what was missing is named."""
    desk = make_desk(CHAT, {"p": ["one", UnrecordedError("a" * 64, "p"), "three"]})
    conversation = desk.talk("1", "2", "3")
    assert [turn.reply for turn in conversation.turns] == ["one"]
    assert conversation.missing == (MissingAnswer(prompt="p", key="a" * 64),)
    assert len(desk.model.requests) == 2


def test_an_error_ends_the_dialogue(make_desk: MakeDesk) -> None:
    """The turn with the error is the last."""
    conversation = make_desk(CHAT, {"p": ["one"]}).talk("1", "?", "3")
    assert [turn.error and turn.error.code for turn in conversation.turns] == [None, "policy.no_edge"]
    assert conversation.missing == ()


def test_faults_that_met_no_call_are_counted(make_desk: MakeDesk) -> None:
    """A fault for a tool that is not called never fires."""
    faults = [ErrorFault(tool="other", kind="timeout"), ErrorFault(tool="other", call=2, kind="error")]
    assert make_desk(CHAT, {"p": ["one"]}).talk("1", faults=faults).unfired_faults == 2


def test_a_thread_knows_that_it_has_ended(make_desk: MakeDesk, now: datetime) -> None:
    """A chat can ask whether the system has ended the dialogue."""
    desk = make_desk(CHAT, {"p": ["one"]})
    thread = desk.target.open(now, Language.JA)
    ended = [thread.ended]
    for text in ("1", "bye"):
        assert asyncio.run(thread.turn(text)).language is Language.JA
        ended.append(thread.ended)
    assert ended == [False, False, True]


def test_it_is_a_target(make_desk: MakeDesk) -> None:
    """The registry's target has the port's method, argument for argument."""
    ours = inspect.signature(make_desk(CHAT, {"p": ["one"]}).target.converse)
    port = inspect.signature(Target.converse)
    assert list(ours.parameters.items()) == list(port.parameters.items())[1:]


def test_the_trial_reaches_the_requests(make_desk: MakeDesk) -> None:
    """Trials are told apart by the request alone."""
    desk = make_desk(CHAT, {"p": ["one"]})
    first, second = desk.turns("1")[0], desk.turns("1", trial=1)[0]
    assert [request.trial for request in desk.model.requests] == [0, 1]
    assert first.calls[0].key != second.calls[0].key


LIBRARY = """
knowledge: {faq: {retrieval: {top_k: 1}}}
documents:
  faq/fees: {title: {en: Fees}, text: {en: fees of a visit}}
  faq/visit: {title: {en: Visit}, text: {en: a visit}}
"""


def test_a_base_can_be_asked_without_a_dialogue(make_desk: MakeDesk) -> None:
    """As many documents as the base or the search says, none scoring too low; a base that is missing is an error."""
    target = make_desk(CHAT + LIBRARY, {"p": ["one"]}).target

    def found(base: str = "faq", **options: Any) -> list[str]:
        return list(target.search("fees of a visit", Search(knowledge=base, **options), Language.EN))

    assert found() == ["faq/fees"]
    assert found(top_k=2) == ["faq/fees", "faq/visit"]
    assert found(top_k=2, min_score=0.5) == ["faq/fees"]
    assert found(min_score=99.0) == []
    with pytest.raises(WorkflowError, match="no knowledge base 'gone'"):
        found("gone")
