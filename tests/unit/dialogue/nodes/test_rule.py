"""`rule` nodes: state is set in file order, to its type, and only where it is declared."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

MakeDesk = Callable[..., Any]

RULE = """
workflows:
  desk:
    entry: true
    start: set
    intents: {book: {mode: SLOT_FILLING}, chat: {}}
    slots:
      day: {type: date}
      window: {type: time_window}
      count: {type: number}
      agreed: {type: yes_no}
      plan: {type: choice, choices: {light: []}}
      note: {}
    variables:
      step: {type: number, initial: 1}
      name: {type: string}
      done: {type: boolean, initial: false}
    nodes:
      set: {kind: rule, set: {}}
      end: {kind: respond, next_action: said, reply: {en: "{{ vars | tojson }}"}}
    edges: [{from: set, to: end}]
"""


def rules(values: dict[str, str]) -> str:
    """Return the registry with these rules."""
    registry = yaml.safe_load(RULE)
    registry["workflows"]["desk"]["nodes"]["set"]["set"] = values
    return str(yaml.safe_dump(registry, sort_keys=False))


def test_each_rule_sees_what_was_set_before(make_desk: MakeDesk) -> None:
    """Rules run in file order."""
    turn = make_desk(rules({"step": "vars.step + 1", "name": "'s' ~ vars.step", "done": "vars.step == 2"})).turns("x")[
        0
    ]
    assert turn.reply == '{"step": 2, "name": "s2", "done": true}'


def test_slots_take_canonical_values_and_none_clears_them(make_desk: MakeDesk) -> None:
    """A slot that was cleared is not in the trace."""
    values = {
        "slots.day": "'2026-11-18' if text == 'x' else none",
        "slots.window": "'morning'",
        "slots.count": "1.5",
        "slots.agreed": "false",
        "slots.plan": "'light'",
        "slots.note": "text",
    }
    first, second = make_desk(rules(values)).turns("x", "y")
    assert first.slots == {
        "day": "2026-11-18",
        "window": "morning",
        "count": 1.5,
        "agreed": False,
        "plan": "light",
        "note": "x",
    }
    assert "day" not in second.slots


def test_an_intent_brings_its_mode(make_desk: MakeDesk) -> None:
    """As for classify; a later rule may set the mode again, and None clears both."""
    assert make_desk(rules({"intent": "'book'"})).turns("x")[0].mode == "SLOT_FILLING"
    assert make_desk(rules({"intent": "'book'", "mode": "'FAQ'"})).turns("x")[0].mode == "FAQ"
    turn = make_desk(rules({"intent": "'book'", "next_action": "'a'", "outcome": "'done'"})).turns("x")[0]
    assert (turn.intent, turn.next_action, turn.outcome) == ("book", "said", "done")
    cleared = make_desk(rules({"intent": "'chat'", "mode": "none", "outcome": "none"})).turns("x")[0]
    assert (cleared.intent, cleared.mode, cleared.outcome) == ("chat", None, None)
    assert make_desk(rules({"intent": "none"})).turns("x")[0].intent is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("slots.day", "'tomorrow'"),
        ("slots.day", "'2026-11-18T10:00'"),
        ("slots.day", "'20261118'"),
        ("slots.day", "18"),
        ("slots.window", "'night'"),
        ("slots.count", "'1'"),
        ("slots.count", "true"),
        ("slots.agreed", "'yes'"),
        ("slots.agreed", "1"),
        ("slots.plan", "'giga'"),
        ("slots.plan", "['light']"),
        ("slots.note", "1"),
        ("step", "'1'"),
        ("step", "true"),
        ("name", "1"),
        ("done", "1"),
        ("intent", "'sell'"),
        ("intent", "1"),
        ("mode", "1"),
        ("next_action", "[]"),
        ("outcome", "{}"),
    ],
)
def test_the_wrong_type_is_the_agents_error(make_desk: MakeDesk, key: str, value: str) -> None:
    """State is typed: a wrong value ends the turn and is not set."""
    turn = make_desk(rules({key: value})).failing("x")
    assert (turn.error.code, turn.error.fault, turn.slots) == ("policy.type", "agent", {})
    assert key in turn.error.message


def test_a_failing_expression_is_the_agents_error(make_desk: MakeDesk) -> None:
    """What was set before it stays set."""
    turn = make_desk(rules({"slots.note": "'x'", "step": "vars.step + text"})).failing("x")
    assert (turn.error.code, turn.slots) == ("policy.expression", {"note": "x"})
