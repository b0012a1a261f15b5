import pickle
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.growing import Growing
from sekisho.evaluation.metrics.table import measure_all
from sekisho.evaluation.metrics.tally import Sum
from sekisho.model.run import CaseResult, CaseState, Check
from sekisho.model.trace import STAGE_OF_FIELD, TurnTrace

TRIALS = 2
LABELS = ("book", "faq", "small_talk", "oos")


def _check(field: str, expected: Any, observed: Any) -> Check:
    stage = STAGE_OF_FIELD[field.partition(".")[0]]
    passed = expected == observed
    return Check(turn=0, field=field, stage=stage, code="x", passed=passed, expected=expected, observed=observed)


def _result(case: str, trial: int, dice: Random) -> CaseResult:
    """Return a result that has something to say to every kind of metric, or was not judged."""
    documents = ["a", "b", "c"]
    dice.shuffle(documents)
    checks = (
        _check("intent", dice.choice(LABELS), dice.choice(LABELS)),
        _check("slots.day", dice.choice([None, 1]), dice.choice([None, 1, 2])),
        _check("retrieved", ["a"], documents),
        _check("citations", ["a", "b"], documents[:2]),
    )
    turn = TurnTrace(user="u", language="en", retrieved=documents, latency_ms=dice.uniform(1, 900))
    state = dice.choice([CaseState.PASSED, CaseState.FAILED, CaseState.PASSED, CaseState.INVALID])
    success = dice.choice([True, False, None])
    cost = dice.uniform(0.1, 0.9)
    return CaseResult(
        case=case, trial=trial, state=state, turns=(turn,), checks=checks, task_success=success, cost=cost
    )


@pytest.fixture
def results() -> list[CaseResult]:
    """Forty cases of two trials and four unit tests, in the order of a run file."""
    dice = Random(7)  # noqa: S311 - repeatable, not a secret
    cases = [_result(f"golden/{number:02}", trial, dice) for number in range(40) for trial in range(TRIALS)]
    return cases + [_result(f"prompt/p/{number}", 0, dice) for number in range(4)]


def _grown(results: Sequence[CaseResult]) -> Growing:
    growing = Growing(Catalogue(), TRIALS)
    for result in results:
        growing.put(result)
    return growing


def test_a_run_is_measured_in_any_order(results: list[CaseResult]) -> None:
    """To the last digit, as its file would be: sums are rounded once."""
    expected = measure_all(iter(results), Catalogue())
    assert sum(metric.value is not None for metric in expected) > 15
    for seed in range(5):
        Random(seed).shuffle(results)  # noqa: S311 - repeatable, not a secret
        assert _grown(results).measured() == expected


@pytest.mark.parametrize("parts", [2, 3, 7])
def test_parts_of_a_run_make_the_figures_of_the_whole(results: list[CaseResult], parts: int) -> None:
    """Cases measured in other processes are joined in whatever order they come; a part may have none at all."""
    expected = measure_all(iter(results), Catalogue())
    whole = Growing(Catalogue(), TRIALS)
    cases = sorted({result.case for result in results})
    for part in (*reversed(range(parts)), None):
        mine = set() if part is None else set(cases[part::parts])
        packed = _grown([result for result in results if result.case in mine]).packed()
        whole.join(pickle.loads(pickle.dumps(packed)))  # noqa: S301 - its own bytes
    assert whole.measured() == expected


def test_a_sum_does_not_depend_on_the_order() -> None:
    """Where adding one by one does: a tenth three times and a large number."""
    found = set()
    for parts in ([0.1, 1e16, 0.1, 0.1, -1e16], [1e16, -1e16, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 1e16, -1e16]):
        total = Sum()
        for part in parts:
            total.add(part)
        found.add(total.total)
    assert found == {0.30000000000000004}
