"""Rules that teams use for want of a better one, judged on the same simulated runs as the gate."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from sekisho.model.run import CaseResult, CaseState

MAX_DROP = 0.02
MIN_AVERAGE = 0.85

Outcomes = Sequence[tuple[bool, bool]]
"""Whether each case passes on the baseline and on the candidate: most of its trials do."""
Rule = Callable[[Outcomes], bool]
"""Says whether the rule raises an alarm."""


def outcomes(baseline: Iterable[CaseResult], candidate: Iterable[CaseResult]) -> Outcomes:
    """Return how every case ended on both sides, which must have the same cases."""
    before, after = _passes(baseline), _passes(candidate)
    return [(before[case] > 0, after[case] > 0) for case in before]


def _passes(results: Iterable[CaseResult]) -> dict[str, int]:
    """Return how many more trials of each case passed than failed."""
    found: dict[str, int] = {}
    for one in results:
        found[one.case] = found.get(one.case, 0) + (1 if one.state is CaseState.PASSED else -1)
    return found


def _a_pass_turned_into_a_fail(cases: Outcomes) -> bool:
    return (True, False) in cases


def _pass_rate_dropped(cases: Outcomes) -> bool:
    return sum(before - after for before, after in cases) > MAX_DROP * len(cases)


def _average_too_low(cases: Outcomes) -> bool:
    return sum(after for _, after in cases) < MIN_AVERAGE * len(cases)


NAIVE_RULES: Mapping[str, Rule] = {
    "no pass may turn into a fail": _a_pass_turned_into_a_fail,
    f"pass rate may not drop by more than {100 * MAX_DROP:.0f} points": _pass_rate_dropped,
    f"average must be at least {100 * MIN_AVERAGE:.0f} %": _average_too_low,
}
"""What the rule says, and the rule."""
