from collections.abc import Sequence

import pytest

from sekisho.gate.account import account_of, agree
from sekisho.gate.confirmation import fails, holds
from sekisho.model.kinds.policy import BudgetUnit
from sekisho.model.run import CaseResult, CaseState, RunHeader

HEADER = RunHeader(
    revision="r", suites=("golden",), cases=1, evaluation="e", behaviour="b", models=("m",), tool_version="1"
)
STATES = {"p": CaseState.PASSED, "f": CaseState.FAILED, "i": CaseState.INVALID}


def _result(case: str, cost: float | None, trial: int = 0) -> CaseResult:
    return CaseResult(case=case, trial=trial, state=CaseState.PASSED, cost=cost)


def _states(text: str) -> Sequence[CaseState]:
    return [STATES[letter] for letter in text]


def test_a_stream_is_read_once() -> None:
    """An account is made from any iterable, and holds no result."""
    account = account_of(HEADER, iter([_result("golden/a", 1.0), _result("golden/a", 3.0, trial=1)]))
    assert account.outcomes == {"golden/a": ((0, CaseState.PASSED), (1, CaseState.PASSED))}
    assert account.in_run[BudgetUnit.COST].run == 3.0
    assert account.in_cases[BudgetUnit.COST].dearest == "golden/a"


def test_half_a_sum_is_no_sum() -> None:
    """What is not known of one dialogue is not known of the run; a case in quarantine is spared its own budget."""
    account = account_of(HEADER, [_result("golden/a", 1.0), _result("golden/b", None)], {"golden/b"})
    assert account.in_run[BudgetUnit.COST].run is None
    assert account.in_cases[BudgetUnit.COST].run == 1.0
    assert account.in_run[BudgetUnit.COST].unknown == {"golden/b"}


@pytest.mark.parametrize(
    ("states", "agreeing", "failing", "holding"),
    [
        ("p", True, False, True),
        ("f", True, True, False),
        ("", True, False, False),
        ("i", True, False, False),
        ("pi", True, False, False),
        ("ppf", True, False, True),
        ("pff", True, False, False),
        ("pf", False, False, False),
        ("ffff", True, True, False),
        ("ffffp", True, False, False),
        ("ffffffppp", True, True, False),
    ],
)
def test_trials_say_one_thing_or_none(states: str, agreeing: bool, failing: bool, holding: bool) -> None:
    """What agrees, what surely fails, and what holds; nothing does both, and some do neither."""
    found = _states(states)
    assert (agree(found), fails(found), holds(found)) == (agreeing, failing, holding)
