"""`extract` nodes: normalised values fill slots, refused ones leave them, corrections replace them."""

from collections.abc import Callable
from typing import Any

import pytest

MakeDesk = Callable[..., Any]

EXTRACT = """
prompts:
  p: {name: P, model: m, messages: [{role: user, content: '{{ user }}'}], x-sekisho: {inputs: {user: {}}}}
configs:
  near: {timezone: Asia/Tokyo, settings: {limit: {value: 1}}}
  far: {timezone: Pacific/Honolulu, settings: {limit: {value: 1}}}
workflows:
  desk:
    entry: true
    config: near
    start: read
    slots:
      day: {type: date}
      window: {type: time_window}
      code: {type: postal_code}
      phone: {type: phone}
      count: {type: number}
      agreed: {type: yes_no}
      plan: {type: choice, choices: {light: [Light], giga: [Giga]}}
      note: {}
      unread: {}
    nodes:
      read:
        kind: extract
        prompt: p
        inputs: {user: text}
        slots: [day, window, code, phone, count, agreed, plan, note]
      end:
        kind: respond
        next_action: said
        reply: {en: "{{ nodes.read.filled | join(',') }};{{ nodes.read.invalid | join(',') }}"}
    edges: [{from: read, to: end}]
"""


def test_each_type_has_its_canonical_value(make_desk: MakeDesk) -> None:
    """Values are normalised by the slot's type; the raw ones are kept beside them."""
    raw = {
        "day": "tomorrow",
        "window": "in the afternoon",
        "code": "〒530-0001",
        "phone": "090 1234 5678",
        "count": 3,
        "agreed": True,
        "plan": "the Giga plan",
        "note": "  two   words ",
    }
    turn = make_desk(EXTRACT, {"p": [raw]}).turns("x")[0]
    assert turn.slots == {
        "day": "2026-11-17",
        "window": "afternoon",
        "code": "530-0001",
        "phone": "090-1234-5678",
        "count": 3,
        "agreed": True,
        "plan": "giga",
        "note": "two words",
    }
    assert turn.raw_slots == raw
    assert turn.reply == "day,window,code,phone,count,agreed,plan,note;"


def test_a_day_is_relative_to_the_config_s_time_zone(make_desk: MakeDesk) -> None:
    """It is still the 15th in Honolulu."""
    turn = make_desk(EXTRACT.replace("config: near", "config: far"), {"p": [{"day": "tomorrow"}]}).turns("x")[0]
    assert turn.slots == {"day": "2026-11-16"}


@pytest.mark.parametrize(
    "raw",
    [
        {"day": "soon"},
        {"window": "midnight snack"},
        {"code": "12"},
        {"phone": "1"},
        {"count": True},
        {"agreed": "perhaps"},
        {"plan": "Super"},
        {"note": ["x"]},
        {"note": "   "},
        {"day": {"a": 1}},
    ],
)
def test_a_refused_value_leaves_the_slot(make_desk: MakeDesk, raw: dict[str, Any]) -> None:
    """The slot stays as it was; the node's result and the trace name what was refused."""
    first = {
        "day": "2026-11-20",
        "window": "morning",
        "code": "530-0001",
        "phone": "090-1234-5678",
        "count": "2",
        "agreed": "yes",
        "plan": "light",
        "note": "x",
    }
    before, after = make_desk(EXTRACT, {"p": [first, raw]}).turns("1", "2")
    assert after.slots == before.slots
    assert (after.raw_slots, after.reply) == (raw, f";{next(iter(raw))}")


@pytest.mark.parametrize("said", [{"day": None, "note": ""}, {}, {"unread": "x", "unknown": "y"}, "free text", [1]])
def test_what_is_not_mentioned_changes_nothing(make_desk: MakeDesk, said: Any) -> None:
    """Null and empty mean not mentioned; only the node's own slots are read."""
    before, after = make_desk(EXTRACT, {"p": [{"note": "x"}, said]}).turns("1", "2")
    assert (before.slots, after.slots) == ({"note": "x"}, {"note": "x"})
    assert (after.raw_slots, after.reply) == ({}, ";")


def test_a_correction_replaces_the_value(make_desk: MakeDesk) -> None:
    """What was said last holds, and the rest stays."""
    answers = {"p": [{"day": "2026-11-18", "plan": "light"}, {"day": "2026-11-20"}]}
    assert make_desk(EXTRACT, answers).turns("1", "2")[1].slots == {"day": "2026-11-20", "plan": "light"}


def test_a_quoted_value_is_in_the_users_words(make_desk: MakeDesk) -> None:
    """A number that the model knows from elsewhere, its own examples say, fills nothing; one in other digits does."""
    quoted = EXTRACT.replace("phone: {type: phone}", "phone: {type: phone, quoted: true}")
    raw = {"phone": "090-1234-5678", "code": "530-0001"}
    first, second = make_desk(quoted, {"p": [raw, raw]}).turns("tomorrow please", "０９０の１２３４の５６７８")
    assert first.reply == "code;phone"
    assert first.raw_slots == raw
    assert second.slots["phone"] == "090-1234-5678"
