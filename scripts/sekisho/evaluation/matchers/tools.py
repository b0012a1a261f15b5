"""Tool calls: which were made, in which order, with which arguments.

An expected call without `arguments` asserts none of them, `{}` asserts that there were none, and otherwise each
named argument must have exactly its value. What else it says of the call (tries, error, idempotency) must hold too.
One check judges a whole expectation; its code names what is wrong first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from sekisho.evaluation.matchers.check import make_check, same
from sekisho.model.base import Json
from sekisho.model.kinds.case import EndAssertions, ExpectedCall, ToolExpectation, ToolMatch, TurnAssertions
from sekisho.model.run import Check
from sekisho.model.trace import ToolCall

Expected = Sequence[ExpectedCall]
Observed = Sequence[ToolCall]

NO_CALLS = ToolExpectation(match=ToolMatch.NONE)

FACTS: Mapping[str, str] = {
    "error": "exec.tool_error",
    "attempts": "exec.retry",
    "repeated": "exec.duplicate_write",
    "idempotency_key": "exec.idempotency_key",
}
"""How a call went, as far as a case asserts it: the field, and what it is called when it is otherwise."""

OWN_CODES = frozenset({"timeout", "args_schema"})
"""Errors of a tool call that are causes of their own; every other is `exec.tool_error`."""


def check_tools(expected: TurnAssertions | EndAssertions, observed: Observed, turn: int | None) -> Iterator[Check]:
    """Yield one check when tool calls are asserted; an explicit null asserts that there were none."""
    if "tools" not in expected.model_fields_set:
        return
    wanted = expected.tools or NO_CALLS
    passed = _HOLDS[wanted.match](wanted.calls, observed)
    facts = [name for name in FACTS if any(name in call.model_fields_set for call in wanted.calls)]
    yield make_check(
        turn,
        "tool_calls",
        "exec.tool_missing" if passed else tools_code(wanted, observed),
        passed,
        expected=wanted.model_dump(mode="json", exclude_unset=True),
        observed=[_shown(call, facts) for call in observed],
    )


def tools_code(expected: ToolExpectation, observed: Observed) -> str:
    """Name what is wrong with calls that do not hold `expected`."""
    if expected.match in {ToolMatch.NONE, ToolMatch.FORBIDDEN}:
        return "exec.tool_extra"
    missing, extra = _unmatched([call.tool for call in expected.calls], [call.tool for call in observed])
    if missing:
        return "exec.tool_missing"
    if extra and expected.match is not ToolMatch.SUBSET:
        return "exec.duplicate_write" if _has_duplicate(observed) else "exec.tool_extra"
    if _all_somewhere(expected.calls, observed):
        return "exec.tool_order"
    return _went_otherwise(expected.calls, observed) or "exec.args"


def call_matches(expected: ExpectedCall, observed: ToolCall) -> bool:
    """Say whether an observed call is the expected one."""
    return _asks_the_same(expected, observed) and not _differing(expected, observed)


def _asks_the_same(expected: ExpectedCall, observed: ToolCall) -> bool:
    """Say whether the same tool was asked for the same, as far as it is asserted."""
    if expected.tool != observed.tool:
        return False
    if not expected.arguments:
        return expected.arguments is None or not observed.arguments
    missing = object()
    return all(same(value, observed.arguments.get(name, missing)) for name, value in expected.arguments.items())


def _differing(expected: ExpectedCall, observed: ToolCall) -> list[str]:
    """Return which of the asserted facts about how a call went are otherwise, in the order of `FACTS`."""
    return [name for name in _facts(expected) if not _is(getattr(expected, name), getattr(observed, name))]


def _facts(expected: ExpectedCall) -> list[str]:
    """Return the asserted facts; null asserts that there was no error, and of every other fact nothing."""
    given = expected.model_fields_set
    return [name for name in FACTS if name in given and (name == "error" or getattr(expected, name) is not None)]


def _is(wanted: object, found: object) -> bool:
    """Compare one fact; the fields of a key are in no order."""
    if isinstance(wanted, tuple) and isinstance(found, tuple):
        return set(wanted) == set(found)
    return wanted == found


def _went_otherwise(expected: Expected, observed: Observed) -> str | None:
    """Name how the first of calls that were rightly made went otherwise; None when they were not rightly made."""
    pairs = list(zip(expected, observed, strict=False))
    if len(expected) != len(observed) or not all(_asks_the_same(*pair) for pair in pairs):
        return None
    call, facts = next((call, facts) for wanted, call in pairs if (facts := _differing(wanted, call)))
    return f"exec.{call.error}" if facts[0] == "error" and call.error in OWN_CODES else FACTS[facts[0]]


def _shown(call: ToolCall, facts: Sequence[str]) -> dict[str, Json]:
    """Return what a report shows of a call: what was asked, and how it went where that is asserted."""
    return {"tool": call.tool, "arguments": dict(call.arguments)} | {name: getattr(call, name) for name in facts}


def _none(_: Expected, observed: Observed) -> bool:
    return not observed


def _exact(expected: Expected, observed: Observed) -> bool:
    return len(expected) == len(observed) and all(map(call_matches, expected, observed))


def _subset(expected: Expected, observed: Observed) -> bool:
    rest = iter(observed)
    return all(any(call_matches(wanted, found) for found in rest) for wanted in expected)


def _unordered(expected: Expected, observed: Observed) -> bool:
    return len(expected) == len(observed) and _all_somewhere(expected, observed)


def _forbidden(expected: Expected, observed: Observed) -> bool:
    return not any(call_matches(wanted, found) for wanted in expected for found in observed)


_HOLDS: Mapping[ToolMatch, Callable[[Expected, Observed], bool]] = {
    ToolMatch.NONE: _none,
    ToolMatch.EXACT: _exact,
    ToolMatch.SUBSET: _subset,
    ToolMatch.UNORDERED: _unordered,
    ToolMatch.FORBIDDEN: _forbidden,
}


def _all_somewhere(expected: Expected, observed: Observed) -> bool:
    """Say whether every expected call has an observed one of its own (a matching by augmenting paths)."""
    owner: dict[int, int] = {}

    def place(wanted: int, tried: set[int]) -> bool:
        for found, call in enumerate(observed):
            if found not in tried and call_matches(expected[wanted], call):
                tried.add(found)
                if found not in owner or place(owner[found], tried):
                    owner[found] = wanted
                    return True
        return False

    return all(place(wanted, set()) for wanted in range(len(expected)))


def _unmatched(expected: Sequence[str], observed: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the tool names that only one side has, as often as it has them more."""
    extra, missing = list(observed), []
    for name in expected:
        if name in extra:
            extra.remove(name)
        else:
            missing.append(name)
    return missing, extra


def _has_duplicate(calls: Observed) -> bool:
    """Say whether the same call reached its tool twice; an answer repeated by idempotency has no attempt."""
    return any(
        first.attempts > 0 and first.tool == second.tool and same(first.arguments, second.arguments)
        for index, first in enumerate(calls)
        for second in calls[:index]
    )
