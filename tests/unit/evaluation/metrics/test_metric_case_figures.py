from collections.abc import Callable

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.citations import CITATION_PRECISION
from sekisho.evaluation.metrics.cost import COST_PER_CASE
from sekisho.evaluation.metrics.latency import LATENCY_P50
from sekisho.evaluation.metrics.response_accuracy import RESPONSE_ACCURACY
from sekisho.evaluation.metrics.tally import measure
from sekisho.evaluation.metrics.task_success import TASK_SUCCESS
from sekisho.evaluation.metrics.tokens import TOKENS_PER_CASE
from sekisho.model.completion import Usage
from sekisho.model.run import CaseResult, Check

MakeResult = Callable[..., CaseResult]


def test_task_success_and_response_accuracy_leave_out_what_asserts_nothing(make_result: MakeResult) -> None:
    """The denominator is the cases that assert it."""
    results = [
        make_result("golden/a", task_success=True, response_accurate=False),
        make_result("golden/b", task_success=False),
        make_result("golden/c", response_accurate=False),
    ]
    assert measure([TASK_SUCCESS], results, Catalogue())[0].value == 0.5
    assert measure([RESPONSE_ACCURACY], results, Catalogue())[0].value == 0


def test_tokens_and_cost_are_means_over_cases(make_result: MakeResult) -> None:
    """Tokens count both ways; a case whose cost is unknown has none."""
    usage = Usage(input_tokens=10, output_tokens=2)
    results = [make_result("golden/a", usage=usage, cost=0.5), make_result("golden/b")]
    assert measure([TOKENS_PER_CASE], results, Catalogue())[0].value == 6
    assert measure([COST_PER_CASE], results, Catalogue())[0].value == 0.5


def test_latency_leaves_out_turns_that_broke(make_result: MakeResult) -> None:
    """A turn that ended in an error got no answer to wait for."""
    turn = {"user": "u", "language": "ja", "latency_ms": 5.0}
    error = {"code": "x", "message": "m", "fault": "agent"}
    result = make_result(turns=[turn, turn | {"latency_ms": 90.0, "error": error}])
    assert measure([LATENCY_P50], [result], Catalogue())[0].value == 5


def test_citation_precision_counts_cited_documents(make_result: MakeResult, make_check: Callable[..., Check]) -> None:
    """Every cited document is right or wrong, whatever the order and however often it is named."""
    checks = (
        make_check(0, "citations", ["a", "b"], ["b", "b", "c"]),
        make_check(1, "citations", [], ["d"]),
        make_check(2, "citations", ["e"], []),
    )
    assert measure([CITATION_PRECISION], [make_result(checks=checks)], Catalogue())[0].value == 1 / 3
