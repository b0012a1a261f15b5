"""A whole conversation against a whole case: every check of every turn, of the end, of safety and of errors.

A turn that was never reached fails all it was expected to do, and so does the end of a dialogue that broke off: an
empty trace must not pass by saying nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from sekisho.evaluation.matchers.alternatives import check_alternatives
from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.evaluation.matchers.documents import check_citations, check_retrieved
from sekisho.evaluation.matchers.errors import check_errors
from sekisho.evaluation.matchers.reply import check_reply
from sekisho.evaluation.matchers.safety import check_safety
from sekisho.evaluation.matchers.scalars import check_scalars
from sekisho.evaluation.matchers.slots import SlotHistory, check_slots
from sekisho.evaluation.matchers.tools import check_tools
from sekisho.model.base import Json
from sekisho.model.kinds.case import CaseBase, EndAssertions, TurnAssertions, TurnExpectation
from sekisho.model.run import Check
from sekisho.model.trace import Conversation, Stage, TurnTrace


def check_conversation(case: CaseBase, conversation: Conversation, criteria: Criteria) -> tuple[Check, ...]:
    """Return all checks in turn order, those of the end last."""
    reached = conversation.turns
    traces = [*reached, *(_never(case, index) for index in range(len(reached), len(case.turns)))]
    broken_off = len(reached) < len(case.turns) or any(trace.error for trace in reached)
    checks = list(check_errors(reached))
    for index, (turn, trace) in enumerate(zip(case.turns, traces, strict=True)):
        found = _check_turn(turn.expect, _history(case, traces[: index + 1]), index, criteria)
        checks += map(_fail, found) if index >= len(reached) else _without_reply(found, trace)
        checks += check_safety(criteria, reached[: index + 1]) if index < len(reached) else ()
    end = list(_check_end(case, traces)) if case.end.model_fields_set else []
    checks += map(_fail, end) if broken_off else end
    return tuple(sorted(checks, key=lambda check: (check.turn is None, check.turn or 0)))


def _check_turn(expected: TurnExpectation, history: SlotHistory, turn: int, criteria: Criteria) -> Iterator[Check]:
    trace = history.now

    def check(wanted: TurnAssertions) -> Iterator[Check]:
        return chain(
            check_scalars(wanted, _scalars(trace), turn),
            check_slots(wanted, history, turn),
            check_tools(wanted, trace.tool_calls, turn),
            check_retrieved(wanted, trace, turn),
            check_reply(wanted, trace, turn, criteria),
            check_citations(wanted, trace, turn),
        )

    return check_alternatives(expected, expected.any_of, check)


def _check_end(case: CaseBase, traces: Sequence[TurnTrace]) -> Iterator[Check]:
    """Judge the state after the last turn; the outcome is the last that any turn had, the tool calls are all."""
    outcome = next((trace.outcome for trace in reversed(traces) if trace.outcome is not None), None)
    calls = tuple(chain.from_iterable(trace.tool_calls for trace in traces))

    def check(wanted: EndAssertions) -> Iterator[Check]:
        return chain(
            check_scalars(wanted, {**_scalars(traces[-1]), "outcome": outcome}, None),
            check_slots(wanted, _history(case, traces), None),
            check_tools(wanted, calls, None),
        )

    return check_alternatives(case.end, case.end.any_of, check)


def _scalars(trace: TurnTrace) -> Mapping[str, Json]:
    return {
        "intent": trace.intent,
        "mode": trace.mode,
        "next_action": trace.next_action,
        "outcome": trace.outcome,
    }


def _history(case: CaseBase, traces: Sequence[TurnTrace]) -> SlotHistory:
    return SlotHistory(traces, [turn.expect.slots for turn in case.turns[: len(traces)]])


def _never(case: CaseBase, index: int) -> TurnTrace:
    return TurnTrace(user=case.turns[index].user, language=case.language)


def _fail(check: Check) -> Check:
    return check.model_copy(update={"passed": False})


def _without_reply(checks: Iterator[Check], trace: TurnTrace) -> Iterator[Check]:
    """Fail what is said about the reply of a turn that an error cut short."""
    return (_fail(check) if trace.error and check.stage is Stage.NLG else check for check in checks)
