"""Rules that teams use for want of a better one, judged on the same simulated runs as the gate."""

from collections.abc import Callable, Mapping, Sequence

from sekisho.evaluation.pairing import Sides

MAX_DROP = 0.02
MIN_AVERAGE = 0.85

Rule = Callable[[Sequence[Sides]], bool]
"""Says whether the rule raises an alarm. A case passes on a side when most of its trials do."""


def _a_pass_turned_into_a_fail(sides: Sequence[Sides]) -> bool:
    return any(one.baseline.passed and not one.candidate.passed for one in sides)


def _pass_rate_dropped(sides: Sequence[Sides]) -> bool:
    lost = sum(one.baseline.passed for one in sides) - sum(one.candidate.passed for one in sides)
    return lost > MAX_DROP * len(sides)


def _average_too_low(sides: Sequence[Sides]) -> bool:
    return sum(one.candidate.passed for one in sides) < MIN_AVERAGE * len(sides)


NAIVE_RULES: Mapping[str, Rule] = {
    "no pass may turn into a fail": _a_pass_turned_into_a_fail,
    f"pass rate may not drop by more than {100 * MAX_DROP:.0f} points": _pass_rate_dropped,
    f"average must be at least {100 * MIN_AVERAGE:.0f} %": _average_too_low,
}
"""What the rule says, and the rule."""
