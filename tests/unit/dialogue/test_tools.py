"""Calling tools: results, errors, retries, faults, idempotency, permissions, limits."""

from collections.abc import Callable
from typing import Any

import pytest

from sekisho.model.kinds.case import DuplicateFault, ErrorFault, MalformedFault, SlowFault

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
    assert (call.tool, call.arguments, call.attempts, call.injected) == ("book", {"day": SERVED}, 1, ())
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
    fault = ErrorFault(tool="book", kind="error")
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


@pytest.mark.parametrize("kind", ["timeout", "error", "permission_denied", "not_found", "conflict"])
def test_an_error_is_injected_and_marked(make_desk: MakeDesk, kind: Any) -> None:
    """Faults on both tries of a call exhaust its retries; one on the first is healed where it may be tried again."""
    faults = [ErrorFault(tool="other", kind=kind), *(ErrorFault(tool="book", call=n, kind=kind) for n in (1, 2))]
    retried = kind in ("timeout", "error")
    conversation = make_desk(BOOK).talk(SERVED, faults=faults)
    (call,) = conversation.turns[0].tool_calls
    assert (call.error, call.injected, call.attempts) == (kind, (kind,) * (1 + retried), 1 + retried)
    assert conversation.unfired_faults == (1 if retried else 2)
    assert conversation.turns[0].latency_ms == (4000.0 if kind == "timeout" else 0.0)
    (healed,) = make_desk(BOOK).turns(SERVED, faults=faults[1:2])[0].tool_calls
    assert (healed.error, healed.injected, healed.attempts) == (None if retried else kind, (kind,), 1 + retried)


def test_a_slow_answer_within_the_time_out_is_heard(make_desk: MakeDesk) -> None:
    """The answer comes late, and only the latency tells."""
    turn = make_desk(BOOK).turns(SERVED, faults=[SlowFault(tool="book", kind="slow", delay_ms=2000)])[0]
    (call,) = turn.tool_calls
    assert (call.error, call.attempts, call.repeated, call.injected) == (None, 1, False, ("slow",))
    assert turn.latency_ms == 2000.0


def test_an_answer_beyond_the_time_out_is_given_again_to_the_retry(make_desk: MakeDesk) -> None:
    """The work was done though nobody heard of it; the key keeps the second try from doing it twice."""
    turn = make_desk(BOOK).turns(SERVED, faults=[SlowFault(tool="book", kind="slow", delay_ms=2001)])[0]
    (call,) = turn.tool_calls
    assert (call.error, call.attempts, call.repeated, call.idempotency_key) == (None, 2, True, ("day",))
    assert (call.result["number"], turn.latency_ms) == ("AO-18", 2000.0)


def test_without_a_key_the_retry_does_the_work_again(make_desk: MakeDesk) -> None:
    """Nothing tells the tool that it has done this before."""
    keyless = BOOK.replace("    idempotency_key: [day]\n", "")
    turn = make_desk(keyless).turns(SERVED, faults=[SlowFault(tool="book", kind="slow", delay_ms=9999)])[0]
    (call,) = turn.tool_calls
    assert (call.error, call.attempts, call.repeated, turn.latency_ms) == (None, 2, False, 2030.0)


@pytest.mark.parametrize("result", [None, "<html>", {"number": "7"}, {}])
def test_a_malformed_result_is_judged_by_the_output_schema(make_desk: MakeDesk, result: Any) -> None:
    """Whatever the schema refuses is malformed, is not tried again, and is not kept under the key."""
    fault = MalformedFault(tool="book", kind="malformed", result=result)
    first, second = (turn.tool_calls[0] for turn in make_desk(BOOK).turns(SERVED, SERVED, faults=[fault]))
    assert (first.error, first.result, first.attempts, first.injected) == ("malformed", None, 1, ("malformed",))
    assert ", expected " in first.message
    assert (second.error, second.attempts, second.repeated) == (None, 1, False)


def test_a_malformed_result_must_be_one(make_desk: MakeDesk) -> None:
    """A result the schema accepts injects no fault: the case is the harness's mistake."""
    fault = MalformedFault(tool="book", kind="malformed", result={"number": "AO-1"})
    turn = make_desk(BOOK).failing(SERVED, faults=[fault])
    assert (turn.error.code, turn.error.fault) == ("exec.fault", "harness")


def test_a_call_delivered_twice_is_answered_twice(make_desk: MakeDesk) -> None:
    """With a key the second delivery does nothing; without one it does the work again. The dialogue hears the first."""
    fault = DuplicateFault(tool="book", kind="duplicate")
    turn = make_desk(BOOK).turns(SERVED, faults=[fault])[0]
    assert [(call.attempts, call.repeated, call.injected) for call in turn.tool_calls] == [
        (1, False, ("duplicate",)),
        (0, True, ("duplicate",)),
    ]
    assert (turn.tool_calls[0].result, turn.next_action) == (turn.tool_calls[1].result, "booked")
    keyless = make_desk(BOOK.replace("    idempotency_key: [day]\n", "")).turns(SERVED, faults=[fault])[0]
    assert [(call.attempts, call.repeated) for call in keyless.tool_calls] == [(1, False), (1, False)]


def test_tries_are_counted_over_the_dialogue(make_desk: MakeDesk) -> None:
    """A fault on the third try meets the second call's first retry."""
    faults = [ErrorFault(tool="book", call=3, kind="not_found")]
    conversation = make_desk(BOOK).talk("error", "2026-11-17", "2026-11-18", faults=faults)
    assert [turn.tool_calls[0].error for turn in conversation.turns] == ["error", "not_found", None]
    assert conversation.unfired_faults == 0


def test_the_same_key_is_answered_from_the_first_result(make_desk: MakeDesk) -> None:
    """Booking twice books once; another key is another call."""
    first, second, other = (turn.tool_calls[0] for turn in make_desk(BOOK).turns(SERVED, SERVED, "2026-11-19"))
    assert (first.attempts, second.attempts, other.attempts) == (1, 0, 1)
    assert (first.repeated, second.repeated, other.repeated) == (False, True, False)
    assert (first.result, second.result == other.result) == (second.result, False)


def test_an_error_is_not_kept_under_a_key(make_desk: MakeDesk) -> None:
    """After a failure the same call is made again."""
    fault = ErrorFault(tool="book", kind="not_found")
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
