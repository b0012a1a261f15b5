"""`classify` nodes: labels, modes, and answers that are none of the labels."""

from collections.abc import Callable
from typing import Any

import pytest

MakeDesk = Callable[..., Any]

CLASSIFY = """
prompts:
  p: {name: P, model: m, messages: [{role: user, content: '{{ user }}'}], x-sekisho: {inputs: {user: {}}}}
workflows:
  desk:
    entry: true
    start: ask
    intents: {book: {mode: SLOT_FILLING}, chat: {mode: SMALL_TALK}, inform: {}}
    nodes:
      ask: {kind: classify, prompt: p, inputs: {user: text}, labels: [book, chat, inform], field: %s}
      end: {kind: respond, next_action: said, reply: {en: "{{ nodes.ask.label | default('none') }}"}}
    edges: [{from: ask, to: end}]
"""


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ({"intent": "book"}, "book"),
        (" book\n", "book"),
        ({"intent": "sell"}, None),
        ({"other": "book"}, None),
        ({"intent": ["book"]}, None),
        ({"intent": None}, None),
        ("I would say book", None),
        ("", None),
    ],
)
def test_only_a_label_is_an_intent(make_desk: MakeDesk, said: Any, intent: str | None) -> None:
    """Whatever else the model says, the intent is None and the turn goes on."""
    turn = make_desk(CLASSIFY % "intent", {"p": [said]}).turns("hi")[0]
    assert (turn.intent, turn.reply) == (intent, intent or "none")


def test_an_intent_sets_its_mode_and_one_without_leaves_it(make_desk: MakeDesk) -> None:
    """The mode lasts until an intent that names one is chosen."""
    answers = {"p": [{"intent": "book"}, {"intent": "inform"}, {"intent": "?"}, {"intent": "chat"}]}
    turns = make_desk(CLASSIFY % "intent", answers).turns("1", "2", "3", "4")
    assert [turn.intent for turn in turns] == ["book", "inform", None, "chat"]
    assert [turn.mode for turn in turns] == ["SLOT_FILLING", "SLOT_FILLING", "SLOT_FILLING", "SMALL_TALK"]


def test_the_label_stands_in_the_named_field(make_desk: MakeDesk) -> None:
    """`field` says where to look."""
    assert make_desk(CLASSIFY % "what", {"p": [{"intent": "chat", "what": "book"}]}).turns("1")[0].intent == "book"
