from collections.abc import Callable

import pytest

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.table import measure_all
from sekisho.evaluation.metrics.trials import Trials, by_case
from sekisho.model.run import CaseResult, CaseState

MakeResult = Callable[..., CaseResult]


def test_a_run_in_memory_is_put_in_order(make_result: MakeResult) -> None:
    """Cases come by id and their trials by number, however they were handed over."""
    results = [make_result("golden/b"), make_result("golden/a", trial=1), make_result("golden/a")]
    found = [(case, [one.trial for one in trials.results]) for case, trials in by_case(results)]
    assert found == [("golden/a", [0, 1]), ("golden/b", [0])]


def test_a_stream_is_read_once_and_not_ahead(make_result: MakeResult) -> None:
    """Of a stream no more is read than the case at hand and the one result that shows where it ends."""
    read: list[int] = []

    def stream():
        for number in range(5):
            read.append(number)
            yield make_result(f"golden/{number}")

    cases = by_case(stream())
    next(cases)
    next(cases)
    assert read == [0, 1, 2]


def test_a_stream_out_of_order_is_refused(make_result: MakeResult) -> None:
    """A case that comes twice would be counted twice."""
    with pytest.raises(ValueError, match="by case and trial"):
        measure_all(iter([make_result("golden/b"), make_result("golden/a")]), Catalogue())


def test_a_stream_measures_as_a_run_in_memory(make_result: MakeResult) -> None:
    """The figures do not depend on how the results are held."""
    results = [
        make_result(f"golden/{n}", state="passed" if n % 3 else "failed", task_success=n % 3 > 0) for n in range(9)
    ]
    assert measure_all(iter(results), Catalogue()) == measure_all(tuple(results), Catalogue())


def test_further_tries_can_be_left_out(make_result: MakeResult) -> None:
    """Only the trials every case had are measured."""
    trials = Trials([make_result(trial=n) for n in range(4)])
    assert trials.until(4) is trials
    assert [one.trial for one in trials.until(2).results] == [0, 1]
    assert Trials().first(CaseState.PASSED) is None
