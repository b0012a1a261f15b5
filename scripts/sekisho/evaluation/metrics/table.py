"""Every metric in one literal tuple, in the order of reports. Gate policies name metrics by `name`."""

from collections.abc import Iterable, Mapping

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.case_pass_rate import CASE_PASS_RATE
from sekisho.evaluation.metrics.citations import CITATION_PRECISION, CITATION_RECALL
from sekisho.evaluation.metrics.cost import COST_PER_CASE
from sekisho.evaluation.metrics.intent_accuracy import INTENT_ACCURACY
from sekisho.evaluation.metrics.intent_macro_f1 import INTENT_MACRO_F1
from sekisho.evaluation.metrics.latency import LATENCY_P50, LATENCY_P95
from sekisho.evaluation.metrics.prompt_tests import PROMPT_TESTS
from sekisho.evaluation.metrics.reliability import PASS_HAT_K
from sekisho.evaluation.metrics.response_accuracy import RESPONSE_ACCURACY
from sekisho.evaluation.metrics.retrieval import RETRIEVAL_AT, RETRIEVAL_MRR, RETRIEVAL_NDCG, RETRIEVAL_RECALL
from sekisho.evaluation.metrics.scope import (
    IN_SCOPE_REJECTED,
    OOS_PRECISION,
    OOS_RECALL,
    OOS_TO_SMALL_TALK,
    SMALL_TALK_TO_OOS,
)
from sekisho.evaluation.metrics.slot_f1 import SLOT_F1
from sekisho.evaluation.metrics.slot_macro_f1 import SLOT_MACRO_F1
from sekisho.evaluation.metrics.spec import AnyMetric
from sekisho.evaluation.metrics.tally import measure
from sekisho.evaluation.metrics.task_success import TASK_SUCCESS
from sekisho.evaluation.metrics.tokens import TOKENS_PER_CASE
from sekisho.model.run import CaseResult, Metric

METRICS: tuple[AnyMetric, ...] = (
    TASK_SUCCESS,
    RESPONSE_ACCURACY,
    CASE_PASS_RATE,
    PASS_HAT_K,
    PROMPT_TESTS,
    INTENT_ACCURACY,
    INTENT_MACRO_F1,
    OOS_RECALL,
    OOS_PRECISION,
    IN_SCOPE_REJECTED,
    OOS_TO_SMALL_TALK,
    SMALL_TALK_TO_OOS,
    SLOT_F1,
    SLOT_MACRO_F1,
    RETRIEVAL_RECALL,
    RETRIEVAL_MRR,
    RETRIEVAL_NDCG,
    *RETRIEVAL_AT,
    CITATION_PRECISION,
    CITATION_RECALL,
    LATENCY_P50,
    LATENCY_P95,
    TOKENS_PER_CASE,
    COST_PER_CASE,
)

METRIC_NAMES: Mapping[str, AnyMetric] = {metric.name: metric for metric in METRICS}


def measure_all(results: Iterable[CaseResult], catalogue: Catalogue) -> tuple[Metric, ...]:
    """Return every metric of one run, in table order; the results are read once and not held.

    Raises ValueError for a stream that is not in the order of a run file.
    """
    return measure(METRICS, results, catalogue)
