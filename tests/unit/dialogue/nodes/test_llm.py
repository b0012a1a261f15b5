"""`llm` nodes: text and fields of the answer, inputs, usage and latency in the trace."""

from collections.abc import Callable
from typing import Any

MakeDesk = Callable[..., Any]

LLM = """
prompts:
  p:
    name: P
    model: m
    messages: [{role: system, content: S}, {role: user, content: '{{ user }} {{ times }}'}]
    x-sekisho: {inputs: {user: {max_length: 5}, times: {type: number}}}
workflows:
  desk:
    entry: true
    start: chat
    nodes:
      chat: {kind: llm, prompt: p, inputs: {user: text, times: turn + 1}}
      end: {kind: respond, next_action: said, reply: {en: "%s"}}
    edges: [{from: chat, to: end}]
"""


def test_the_answer_is_the_nodes_result(make_desk: MakeDesk) -> None:
    """Free text is `text`; a structured answer also has its fields."""
    assert make_desk(LLM % "<{{ nodes.chat.text }}>", {"p": ["Hello"]}).turns("hi")[0].reply == "<Hello>"
    structured = LLM % "{{ nodes.chat.word }} {{ nodes.chat.text }}"
    assert make_desk(structured, {"p": [{"word": "Hello"}]}).turns("hi")[0].reply == 'Hello {"word":"Hello"}'


def test_an_answer_is_never_a_template(make_desk: MakeDesk) -> None:
    """Markup in an answer is text."""
    hostile = "{{ config }}{% for a in b %}"
    assert make_desk(LLM % "{{ nodes.chat.text }}", {"p": [hostile]}).turns("hi")[0].reply == hostile


def test_the_call_is_in_the_trace(make_desk: MakeDesk) -> None:
    """Node, prompt, model, tokens and simulated latency."""
    turn = make_desk(LLM % "x", {"p": ["Hello"]}).turns("hi")[0]
    (call,) = turn.calls
    assert (call.node, call.prompt, call.model, call.fallback) == ("chat", "p", "fake-2026-01-01", False)
    assert (call.usage.input_tokens, call.usage.output_tokens, call.latency_ms, turn.latency_ms) == (10, 2, 5.0, 5.0)


def test_inputs_are_computed_from_the_turn(make_desk: MakeDesk) -> None:
    """Each input is the value of its expression."""
    desk = make_desk(LLM % "x", {"p": ["Hello"]})
    desk.turns("hi", "you")
    assert [request.messages[-1].content for request in desk.model.requests] == ["hi 2", "you 3"]


def test_an_input_past_its_length_is_refused(make_desk: MakeDesk) -> None:
    """The prompt's own bound holds at run time."""
    desk = make_desk(LLM % "x", {"p": ["Hello"]})
    assert desk.failing("123456").error.code == "exec.input"
    assert desk.model.requests == []


def test_an_input_that_cannot_be_computed_is_an_error(make_desk: MakeDesk) -> None:
    """A failing expression names its node."""
    turn = make_desk((LLM % "x").replace("turn + 1", "nodes.other"), {"p": ["Hello"]}).failing("hi")
    assert (turn.error.code, turn.error.fault) == ("exec.prompt", "agent")
    assert "desk/chat" in turn.error.message
