"""Tool calls: which were made, in which order, with which arguments.

An expected call without `arguments` asserts none of them, `{}` asserts that there were none, and otherwise each
named argument must have exactly its value. One check judges a whole expectation; its code names what is wrong first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from sekisho.evaluation.matchers.check import make_check, same
from sekisho.model.kinds.case import EndAssertions, ExpectedCall, ToolExpectation, ToolMatch, TurnAssertions
from sekisho.model.run import Check
from sekisho.model.trace import ToolCall

Expected = Sequence[ExpectedCall]
Observed = Sequence[ToolCall]

NO_CALLS = ToolExpectation(match=ToolMatch.NONE)


def check_tools(expected: TurnAssertions | EndAssertions, observed: Observed, turn: int | None) -> Iterator[Check]:
    """Yield one check when tool calls are asserted; an explicit null asserts that there were none."""
    if "tools" not in expected.model_fields_set:
        return
    wanted = expected.tools or NO_CALLS
    passed = _HOLDS[wanted.match](wanted.calls, observed)
    yield make_check(
        turn,
        "tool_calls",
        "exec.tool_missing" if passed else tools_code(wanted, observed),
        passed,
        expected=wanted.model_dump(mode="json", exclude_unset=True),
        observed=[{"tool": call.tool, "arguments": dict(call.arguments)} for call in observed],
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
    return "exec.tool_order" if _all_somewhere(expected.calls, observed) else "exec.args"


def call_matches(expected: ExpectedCall, observed: ToolCall) -> bool:
    """Say whether an observed call is the expected one."""
    if expected.tool != observed.tool:
        return False
    if not expected.arguments:
        return expected.arguments is None or not observed.arguments
    missing = object()
    return all(same(value, observed.arguments.get(name, missing)) for name, value in expected.arguments.items())


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
