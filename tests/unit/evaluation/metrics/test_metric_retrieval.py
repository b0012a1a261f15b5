from collections.abc import Callable

import pytest

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.table import METRIC_NAMES
from sekisho.evaluation.metrics.tally import measure
from sekisho.model.run import CaseResult, Check


@pytest.mark.parametrize(
    ("name", "value"),
    [("retrieval_recall", (0.5 + 0 + 1) / 3), ("retrieval_mrr", (0.5 + 0 + 1) / 3), ("retrieval_ndcg", 0.4623)],
)
def test_means_over_the_turns_that_name_documents(
    make_result: Callable[..., CaseResult], make_check: Callable[..., Check], name: str, value: float
) -> None:
    """A turn that asserts that nothing is found, or asserts nothing, is left out."""
    checks = (
        make_check(0, "retrieved", ["a", "b"], ["c", "a"]),
        make_check(1, "retrieved", ["a"], []),
        make_check(2, "retrieved", ["a"], ["a", "b"]),
        make_check(3, "retrieved", [], ["a"]),
    )
    metric = measure([METRIC_NAMES[name]], [make_result(checks=checks)], Catalogue())[0]
    assert metric.value == pytest.approx(value, abs=1e-4)
    assert metric.denominator == 3
