"""Calling tools: results, errors, retries, faults, idempotency, permissions, limits."""

from collections.abc import Callable
from typing import Any

import pytest

from sekisho.model.kinds.case import Fault
from sekisho.model.kinds.tool import ToolErrorCode

MakeDesk = Callable[..., Any]

BOOK = """
tools:
  book:
    name: book
    description: books a visit
    inputSchema:
      type: object
      properties: {day: {type: string}, note: {type: string}, count: {type: integer}}
      required: [day]
      additionalProperties: false
    outputSchema:
      type: object
      properties: {number: {type: string, pattern: '^AO-'}, days: {type: array, items: {type: string}}}
      required: [number]
    timeout_s: 2.0
    retries: 1
    idempotency_key: [day]
    permissions: ['visits:write']
    sandbox:
      - {when: "arguments.day == 'slow'", result: {number: AO-1}, delay_ms: 2001}
      - {when: "arguments.day == 'timeout'", error: timeout}
      - {when: "arguments.day == 'error'", error: error, message: out of order}
      - {when: "arguments.day == 'odd'", result: {number: '7'}}
      - {when: "arguments.day == 'nothing'"}
      - {when: "arguments.day == 'denied'", error: permission_denied}
      - {when: "arguments.day == 'missing'", error: not_found, message: no such day}
      - {when: "(arguments.day | weekday) == 'sunday'", error: conflict, delay_ms: 20}
      - when: arguments.day >= today
        result: {number: 'AO-{{ arguments.day[-2:] }}', days: ['{{ arguments.day | date }}'], at: 1}
        delay_ms: 30
workflows:
  desk:
    entry: true
    start: call
    limits: {max_tool_calls: 2}
    slots: {day: {}, note: {}}
    nodes:
      call: {kind: tool, tool: book, arguments: {day: 'text or none', note: slots.note}}
      again: {kind: rule, set: {slots.note: "'again'"}}
      good:
        kind: respond
        next_action: booked
        reply: {en: '{{ nodes.call.result.number }} {{ nodes.call.result.days | join }}'}
      bad: {kind: respond, next_action: failed, reply: {en: '{{ nodes.call.error }}: {{ nodes.call.message }}'}}
    edges:
      - {from: call, to: again, when: "slots.note == 'again'"}
      - {from: again, to: call}
      - {from: call, to: good, when: nodes.call.ok}
      - {from: call, to: bad}
"""
SERVED = "2026-11-18"


def test_a_result_is_read_from_the_script(make_desk: MakeDesk) -> None:
    """The first row that holds answers; strings in its result are templates; what is None was not given."""
    turn = make_desk(BOOK).turns(SERVED)[0]
    (call,) = turn.tool_calls
    assert (call.tool, call.arguments, call.attempts, call.injected) == ("book", {"day": SERVED}, 1, False)
    assert call.result == {"number": "AO-18", "days": ["Wednesday, November 18"], "at": 1}
    assert (call.error, turn.latency_ms, turn.reply) == (None, 30.0, "AO-18 Wednesday, November 18")


@pytest.mark.parametrize(
    ("day", "error", "attempts", "latency"),
    [
        ("slow", "timeout", 2, 4000.0),
        ("timeout", "timeout", 2, 0.0),
        ("error", "error", 2, 0.0),
        ("odd", "malformed", 1, 0.0),
        ("nothing", "malformed", 1, 0.0),
        ("denied", "permission_denied", 1, 0.0),
        ("missing", "not_found", 1, 0.0),
        ("2026-11-22", "conflict", 1, 20.0),
    ],
)
def test_each_error_is_a_result(make_desk: MakeDesk, day: str, error: str, attempts: int, latency: float) -> None:
    """Time-outs and errors are tried again, nothing else is; every try takes its time."""
    turn = make_desk(BOOK).turns(day)[0]
    (call,) = turn.tool_calls
    assert (call.error, call.result, call.attempts, turn.latency_ms) == (error, None, attempts, latency)
    assert turn.reply.startswith(f"{error}: ")


def test_messages_say_what_is_wrong(make_desk: MakeDesk) -> None:
    """A script's own message, else what was found."""
    replies = [make_desk(BOOK).turns(day)[0].reply for day in ("error", "denied", "odd", "slow", "")]
    assert replies == [
        "error: out of order",
        "permission_denied: permission_denied",
        "malformed: /number: does not match the pattern, found '7', expected ^AO-",
        "timeout: no answer within 2 s",
        "args_schema: /: a required key is missing, found None, expected day",
    ]


def test_refused_arguments_never_reach_the_tool(make_desk: MakeDesk) -> None:
    """No try is made, so no fault can meet it."""
    fault = Fault(tool="book", error=ToolErrorCode.ERROR)
    conversation = make_desk(BOOK).talk("", faults=[fault])
    (call,) = conversation.turns[0].tool_calls
    assert (call.error, call.attempts, conversation.unfired_faults) == ("args_schema", 0, 1)


def test_a_missing_permission_is_denied(make_desk: MakeDesk) -> None:
    """A dialogue that was granted other permissions only does not call the tool."""
    turn = make_desk(BOOK, granted=frozenset({"visits:read"})).turns(SERVED)[0]
    (call,) = turn.tool_calls
    assert (call.error, call.attempts) == ("permission_denied", 0)
    assert "visits:write" in call.message
    assert make_desk(BOOK, granted=frozenset({"visits:write"})).turns(SERVED)[0].tool_calls[0].error is None


@pytest.mark.parametrize("error", list(ToolErrorCode))
def test_a_fault_is_injected_and_marked(make_desk: MakeDesk, error: ToolErrorCode) -> None:
    """Faults on both tries of a call exhaust its retries; one on the first is healed where it may be tried again."""
    faults = [Fault(tool="other", error=error), *(Fault(tool="book", call=n, error=error) for n in (1, 2))]
    retried = error in (ToolErrorCode.TIMEOUT, ToolErrorCode.ERROR)
    conversation = make_desk(BOOK).talk(SERVED, faults=faults)
    (call,) = conversation.turns[0].tool_calls
    assert (call.error, call.injected, call.attempts) == (error.value, True, 2 if retried else 1)
    assert conversation.unfired_faults == (1 if retried else 2)
    assert conversation.turns[0].latency_ms == (4000.0 if error is ToolErrorCode.TIMEOUT else 0.0)
    (healed,) = make_desk(BOOK).turns(SERVED, faults=faults[1:2])[0].tool_calls
    assert (healed.error, healed.injected, healed.attempts) == (None if retried else error.value, True, 1 + retried)


def test_tries_are_counted_over_the_dialogue(make_desk: MakeDesk) -> None:
    """A fault on the third try meets the second call's first retry."""
    faults = [Fault(tool="book", call=3, error=ToolErrorCode.NOT_FOUND)]
    conversation = make_desk(BOOK).talk("error", "2026-11-17", "2026-11-18", faults=faults)
    assert [turn.tool_calls[0].error for turn in conversation.turns] == ["error", "not_found", None]
    assert conversation.unfired_faults == 0


def test_the_same_key_is_answered_from_the_first_result(make_desk: MakeDesk) -> None:
    """Booking twice books once; another key is another call."""
    first, second, other = (turn.tool_calls[0] for turn in make_desk(BOOK).turns(SERVED, SERVED, "2026-11-19"))
    assert (first.attempts, second.attempts, other.attempts) == (1, 0, 1)
    assert (first.result, second.result == other.result) == (second.result, False)


def test_an_error_is_not_kept_under_a_key(make_desk: MakeDesk) -> None:
    """After a failure the same call is made again."""
    fault = Fault(tool="book", error=ToolErrorCode.NOT_FOUND)
    turns = make_desk(BOOK).turns(SERVED, SERVED, faults=[fault])
    assert [turn.tool_calls[0].error for turn in turns] == ["not_found", None]


def test_without_a_key_every_call_is_made(make_desk: MakeDesk) -> None:
    """Reading twice reads twice."""
    turns = make_desk(BOOK.replace("    idempotency_key: [day]\n", "")).turns(SERVED, SERVED)
    assert [turn.tool_calls[0].attempts for turn in turns] == [1, 1]


def test_calls_of_a_turn_are_limited(make_desk: MakeDesk) -> None:
    """The call after the last one allowed is the agent's error."""
    endless = BOOK.replace("when: \"slots.note == 'again'\"", "when: nodes.call.ok")
    turn = make_desk(endless).failing(SERVED)
    assert (turn.error.code, len(turn.tool_calls)) == ("policy.tool_limit", 2)


def test_no_row_is_the_harness_s_error(make_desk: MakeDesk) -> None:
    """A script without an answer says nothing about the agent."""
    turn = make_desk(BOOK).failing("2026-11-02")
    assert (turn.error.code, turn.error.fault) == ("exec.sandbox", "harness")


def test_a_script_that_fails_names_its_node(make_desk: MakeDesk) -> None:
    """An expression over odd arguments is an error of the call, not a crash."""
    turn = make_desk(BOOK).failing("someday")
    assert turn.error.code == "exec.arguments"
    assert "isoformat" in turn.error.message


def test_results_are_never_templates(make_desk: MakeDesk) -> None:
    """What a user says can pass through a tool and stays text."""
    echo = BOOK.replace("arguments.day[-2:]", "arguments.note").replace("note: slots.note", "note: user")
    echo = echo.replace("day: 'text or none'", 'day: "today"')
    assert make_desk(echo).turns("{{ 7 + 7 }}")[0].reply == "AO-{{ 7 + 7 }} Monday, November 16"
