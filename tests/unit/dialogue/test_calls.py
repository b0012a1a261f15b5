"""Model calls: retries of what may be retried, then fallbacks in order, then the harness's fault."""

from collections.abc import Callable
from typing import Any

import pytest

from sekisho.errors import ProviderError, UnrecordedError

MakeDesk = Callable[..., Any]

CALL = """
models:
  m:
    provider: fake
    model: first-1
    parameters: {temperature: 0.0, seed: 1}
    timeout_s: 3.0
    retries: 2
    fallbacks: [n, o]
  n: {provider: other, model: second-1, parameters: {temperature: 0.7, top_p: 0.5}, timeout_s: 4.0, retries: 0}
  o: {provider: other, model: third-1, timeout_s: 5.0, retries: 0}
prompts:
  p:
    name: P
    model: m
    modelParameters: {max_tokens: 9, temperature: 0.1}
    messages: [{role: user, content: '{{ user }}'}]
    x-sekisho: {inputs: {user: {}}}
workflows:
  desk:
    entry: true
    start: chat
    nodes:
      chat: {kind: llm, prompt: p, inputs: {user: text}}
      end: {kind: respond, next_action: said, reply: {en: "{{ nodes.chat.text }}"}}
    edges: [{from: chat, to: end}]
"""
BUSY = ProviderError("busy", retryable=True)
REFUSED = ProviderError("refused")


@pytest.mark.parametrize(
    ("said", "asked", "answered"),
    [
        (["hi"], ["first-1"], "first-1"),
        ([BUSY, BUSY, "hi"], ["first-1"] * 3, "first-1"),
        ([BUSY, BUSY, BUSY, "hi"], ["first-1"] * 3 + ["second-1"], "second-1"),
        ([REFUSED, "hi"], ["first-1", "second-1"], "second-1"),
        ([BUSY, REFUSED, BUSY, "hi"], ["first-1", "first-1", "second-1", "third-1"], "third-1"),
    ],
)
def test_who_is_asked_and_who_answers(make_desk: MakeDesk, said: list[Any], asked: list[str], answered: str) -> None:
    """Only retryable errors are tried again; each fallback is asked in its own way."""
    desk = make_desk(CALL, {"p": said})
    turn = desk.turns("x")[0]
    assert [request.model for request in desk.model.requests] == asked
    (call,) = turn.calls
    assert (call.model, call.fallback) == (answered, answered != "first-1")


def test_the_prompt_s_parameters_win_over_every_model_s(make_desk: MakeDesk) -> None:
    """A fallback keeps its own parameters where the prompt has none."""
    desk = make_desk(CALL, {"p": [REFUSED, REFUSED, "hi"]})
    desk.turns("x")
    assert [dict(request.parameters) for request in desk.model.requests] == [
        {"temperature": 0.1, "seed": 1, "max_tokens": 9},
        {"temperature": 0.1, "top_p": 0.5, "max_tokens": 9},
        {"temperature": 0.1, "max_tokens": 9},
    ]
    assert [request.provider for request in desk.model.requests] == ["fake", "other", "other"]
    assert desk.model.timeouts == [3.0, 4.0, 5.0]


def test_no_answer_at_all_is_the_harness_s_fault(make_desk: MakeDesk) -> None:
    """The case says nothing about the agent then."""
    turn = make_desk(CALL, {"p": [REFUSED]}).failing("x")
    assert (turn.error.code, turn.error.fault, turn.calls) == ("exec.model", "harness", ())
    assert "refused" in turn.error.message


def test_a_missing_recording_is_not_a_reason_to_fall_back(make_desk: MakeDesk) -> None:
    """Replay never replaces one model's answer by another's."""
    desk = make_desk(CALL, {"p": [UnrecordedError("0" * 64, "p"), "hi"]})
    assert desk.talk("x").missing[0].prompt == "p"
    assert len(desk.model.requests) == 1
