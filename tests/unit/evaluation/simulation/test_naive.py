from collections.abc import Callable

import pytest

from sekisho.evaluation.simulation.naive import NAIVE_RULES, outcomes
from sekisho.model.run import CaseResult


@pytest.mark.parametrize(
    ("baseline", "candidate", "alarms"),
    [
        ("PPPPPPPPPP", "PPPPPPPPPP", [False, False, False]),
        ("PPPPPPPPPP", "FPPPPPPPPP", [True, True, False]),
        ("PPPPPPPPPF", "FPPPPPPPPP", [True, False, False]),
        ("PPPPPPPPFF", "PPPPPPPPFF", [False, False, True]),
    ],
    ids=["same", "one lost", "one lost, one won", "too low on both sides"],
)
def test_naive_rules(make_result: Callable[..., CaseResult], baseline: str, candidate: str, alarms: list[bool]) -> None:
    """No pass into a fail; no drop above two points; an average of 85 %."""

    def side(states: str) -> list[CaseResult]:
        named = {"P": "passed", "F": "failed"}
        return [make_result(f"golden/{n}", state=named[state]) for n, state in enumerate(states)]

    cases = outcomes(side(baseline), side(candidate))
    assert [rule(cases) for rule in NAIVE_RULES.values()] == alarms


def test_most_trials_decide_a_case(make_result: Callable[..., CaseResult]) -> None:
    """Two of three is a pass, one of two is none."""
    three = [make_result("golden/a", trial=n, state=state) for n, state in enumerate(("passed", "failed", "passed"))]
    two = [make_result("golden/a", trial=n, state=state) for n, state in enumerate(("passed", "failed"))]
    assert outcomes(three, two) == [(True, False)]
