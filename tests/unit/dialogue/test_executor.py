"""Walking the graph: edges, workflows, limits, what expressions see, what a turn leaves behind."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from sekisho.dialogue.program import compile_program
from sekisho.dialogue.target import RegistryTarget
from sekisho.model.base import Language

MakeDesk = Callable[..., Any]

ECHO = """
workflows:
  desk:
    entry: true
    start: begin
    nodes:
      begin: {kind: rule, set: {outcome: "'none'"}}
      end: {kind: respond, next_action: said, reply: {en: '%s'}}
    edges: [{from: begin, to: end}]
"""

EDGES = """
workflows:
  desk:
    entry: true
    start: begin
    intents: {greet: {}}
    nodes:
      begin: {kind: rule, set: {intent: "'greet' if text == 'hi' else none"}}
      quiet: {kind: respond, next_action: quiet, reply: {en: 'Hello?'}}
      first: {kind: respond, next_action: first, reply: {en: One}}
      second: {kind: respond, next_action: second, reply: {en: Two}}
    edges:
      - {from: begin, to: quiet, when: silence}
      - {from: begin, to: first, when: intent == 'greet'}
      - {from: begin, to: second, when: "'i' in text"}
      - {from: begin, to: second, when: text == 'x'}
"""

SWITCH = """
workflows:
  desk:
    entry: true
    start: begin
    slots: {topic: {}}
    variables: {count: {type: number, initial: 1}}
    nodes:
      begin: {kind: rule, set: {count: vars.count + 1}}
      stay: {kind: respond, next_action: stay, outcome: chatted, reply: {en: 'desk {{ vars.count }}'}}
    edges:
      - {from: begin, to: 'workflow:task', when: text == 'task'}
      - {from: begin, to: stay}
  task:
    start: begin
    variables: {count: {type: number, initial: 100}, extra: {type: string, initial: x}}
    slots: {topic: {}, other: {}}
    nodes:
      begin: {kind: rule, set: {mode: "'SLOT_FILLING'", slots.topic: text}}
      ask: {kind: respond, next_action: ask, reply: {en: '{{ workflow }} {{ vars.count }}{{ vars.extra }}'}}
      back: {kind: respond, next_action: back, resume: desk, reply: {en: back}}
      bye: {kind: respond, next_action: bye, end: true, outcome: done, reply: {en: Bye}}
    edges:
      - {from: begin, to: back, when: text == 'back'}
      - {from: begin, to: bye, when: text == 'bye'}
      - {from: begin, to: ask}
"""

LOOP = """
workflows:
  desk:
    entry: true
    start: begin
    limits: {max_steps: 7, max_turns: 2}
    nodes:
      begin: {kind: rule, set: {outcome: "'none'"}}
      again: {kind: rule, set: {outcome: "'none'"}}
      end: {kind: respond, next_action: said, reply: {en: Hi}}
    edges:
      - {from: begin, to: end, when: text == 'x'}
      - {from: begin, to: again}
      - {from: again, to: begin}
"""


def test_the_first_edge_that_holds_is_taken(make_desk: MakeDesk) -> None:
    """Guards are tried in file order, and the route names every node that ran."""
    desk = make_desk(EDGES)
    hi, i, x = desk.turns("hi", "i", "x")
    assert [turn.next_action for turn in (hi, i, x)] == ["first", "second", "second"]
    assert (hi.route, hi.reply, hi.intent, i.intent) == (("desk/begin", "desk/first"), "One", "greet", None)


def test_no_edge_is_the_agents_error(make_desk: MakeDesk) -> None:
    """A node from which no edge holds ends the turn with an error and what was decided so far."""
    turn = make_desk(EDGES).failing("?")
    assert (turn.error.code, turn.error.fault) == ("policy.no_edge", "agent")
    assert (turn.route, turn.reply, turn.next_action) == (("desk/begin",), "", None)


@pytest.mark.parametrize("user", ["", "  ", "\n　"])
def test_silence_is_an_empty_utterance(make_desk: MakeDesk, user: str) -> None:
    """White space says nothing, full-width white space included."""
    assert make_desk(EDGES).turns(user)[0].next_action == "quiet"


def test_a_failing_guard_is_the_agents_error(make_desk: MakeDesk) -> None:
    """A guard that reads what is not there names itself."""
    desk = make_desk(ECHO.replace("to: end}", "to: end, when: nodes.other.ok}") % "x")
    turn = desk.failing("x")
    assert turn.error.code == "policy.guard"
    assert "desk/begin: expression 'nodes.other.ok': 'other' is not defined" in turn.error.message


def test_a_workflow_goes_on_at_the_start_of_another(make_desk: MakeDesk) -> None:
    """The switch happens within the turn and lasts; shared names keep their values."""
    first, second = make_desk(SWITCH).turns("task", "more")
    assert first.route == ("desk/begin", "task/begin", "task/ask")
    assert second.route == ("task/begin", "task/ask")
    assert (first.reply, second.reply) == ("task 2x", "task 2x")
    assert (first.slots, second.slots) == ({"topic": "task"}, {"topic": "more"})


def test_resume_names_the_workflow_of_the_next_turn(make_desk: MakeDesk) -> None:
    """After `resume` the next utterance is heard by that workflow."""
    *_, back, desk = make_desk(SWITCH).turns("task", "back", "hello")
    assert (back.next_action, desk.route) == ("back", ("desk/begin", "desk/stay"))


def test_values_of_a_turn_are_forgotten_and_those_of_the_thread_are_kept(make_desk: MakeDesk) -> None:
    """Intent, next action and outcome begin anew; mode, slots and variables last."""
    chat, task = make_desk(SWITCH).turns("hello", "task")
    assert (chat.outcome, task.outcome) == ("chatted", None)
    assert (chat.mode, task.mode) == (None, "SLOT_FILLING")
    assert make_desk(SWITCH).turns("task", "back", "hello")[-1].mode == "SLOT_FILLING"


def test_nothing_follows_the_end(make_desk: MakeDesk) -> None:
    """An utterance after the end is the agent's error, and the dialogue says that it has ended."""
    conversation = make_desk(SWITCH).talk("task", "bye", "hello", "hello?")
    assert [turn.outcome for turn in conversation.turns] == [None, "done", None]
    assert conversation.turns[-1].error.code == "policy.ended"
    assert conversation.turns[-1].route == ()


def test_steps_of_a_turn_are_limited(make_desk: MakeDesk) -> None:
    """A loop in the graph ends with an error after exactly the steps allowed."""
    turn = make_desk(LOOP).failing("loop")
    assert (turn.error.code, turn.error.fault, len(turn.route)) == ("policy.step_limit", "agent", 7)


def test_turns_of_a_dialogue_are_limited(make_desk: MakeDesk) -> None:
    """The turn after the last is an error."""
    conversation = make_desk(LOOP).talk("x", "x", "x")
    assert [turn.error and turn.error.code for turn in conversation.turns] == [None, None, "policy.turn_limit"]


def test_an_endless_utterance_is_refused(make_desk: MakeDesk) -> None:
    """What a user sends is bounded before any work."""
    assert make_desk(LOOP).failing("x" * 10_001).error.code == "policy.user_limit"
    assert make_desk(ECHO % "x").turns("x" * 10_000)


def test_expressions_see_the_turn(make_desk: MakeDesk) -> None:
    """User, normalised text, language, turn number, clock, workflow and what was said before."""
    seen = "{{ user }}|{{ text }}|{{ language }}|{{ turn }}|{{ now }}|{{ today }}|{{ workflow }}|{{ silence }}"
    before = "|{{ last_action | default('-') }}|{{ last_reply | default('-') | length }}"
    first, second = make_desk(ECHO % (seen + before).replace("'", "''")).turns(" ＡＢ ", "b")
    assert first.reply == " ＡＢ |AB|en|1|2026-11-16T10:00:00+09:00|2026-11-16|desk|false|-|1"
    assert second.reply == f"b|b|en|2|2026-11-16T10:00:00+09:00|2026-11-16|desk|false|said|{len(first.reply)}"


def test_a_config_gives_thresholds_and_the_time_zone(make_desk: MakeDesk) -> None:
    """`config` holds the active workflow's settings; its time zone decides what today is."""
    config = """
configs:
  far: {timezone: Pacific/Honolulu, settings: {limit: {value: 3}}}
"""
    text = (config + ECHO % "{{ config.limit }} {{ today }} {{ now }}").replace(
        "entry: true", "entry: true\n    config: far"
    )
    assert make_desk(text).turns("x")[0].reply == "3 2026-11-15 2026-11-15T15:00:00-10:00"


@pytest.mark.parametrize(("zone", "says"), [("config: far", "T10:00:00-10:00"), ("", "T10:00:00")])
def test_a_clock_without_a_time_zone_stands_in_the_config_s(
    make_desk: MakeDesk, now: datetime, zone: str, says: str
) -> None:
    """A naive clock is never read as the machine's own time."""
    config = "configs:\n  far: {timezone: Pacific/Honolulu, settings: {limit: {value: 3}}}\n"
    desk = make_desk(config + (ECHO % "{{ now }}").replace("entry: true", f"entry: true\n    {zone}"))
    thread = desk.target.open(now.replace(tzinfo=None), Language.EN)
    assert asyncio.run(thread.turn("x")).reply == f"2026-11-16{says}"


def test_what_a_user_says_is_never_a_template(make_desk: MakeDesk) -> None:
    """Markup in an utterance comes back as text, in replies and in state."""
    hostile = "{{ 7 + 7 }}{% for a in b %}{{ config }}"
    assert make_desk(ECHO % "{{ text }}").turns(hostile)[0].reply == hostile
    assert make_desk(SWITCH).turns("task", hostile)[-1].slots == {"topic": hostile}


def test_dialogues_side_by_side_are_independent(make_desk: MakeDesk, now: datetime) -> None:
    """Two threads of one program share nothing, however their turns interleave."""
    desk = make_desk(SWITCH)
    one, two = desk.target.open(now, Language.EN), desk.target.open(now, Language.EN)

    async def both() -> list[str]:
        turns = [await one.turn("task"), await two.turn("hello"), await two.turn("hello"), await one.turn("more")]
        together = await asyncio.gather(one.turn("back"), two.turn("task"))
        return [turn.reply for turn in (*turns, *together)]

    assert asyncio.run(both()) == ["task 2x", "desk 2", "desk 3", "task 2x", "back", "task 4x"]


def test_the_same_dialogue_is_the_same_bytes(make_desk: MakeDesk, read_registry: Callable[..., Any]) -> None:
    """Running again, in the same program or a new one, changes nothing."""
    desk = make_desk(SWITCH)
    again = RegistryTarget(compile_program(read_registry(SWITCH)), desk.model)
    desk_bytes = desk.talk("task", "back", "x").model_dump_json()
    assert desk.talk("task", "back", "x").model_dump_json() == desk_bytes
    desk.target = again
    assert desk.talk("task", "back", "x").model_dump_json() == desk_bytes


def test_edges_are_named_by_workflow_and_place(make_desk: MakeDesk) -> None:
    """Two edges between the same nodes are two; a way into another workflow belongs to the one it leaves."""
    taken = [turn.edges for turn in make_desk(EDGES).turns("", "hi", "i", "x")]
    assert taken == [("desk#0",), ("desk#1",), ("desk#2",), ("desk#3",)]
    assert make_desk(SWITCH).turns("task")[0].edges[0] == "desk#0"
