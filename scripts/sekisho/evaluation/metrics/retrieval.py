"""Retrieval, over the turns that name documents to be found: recall, MRR and nDCG at the depth that was retrieved."""

from collections.abc import Callable, Sequence
from math import log2

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.spec import Ratio
from sekisho.model.run import CaseResult

Documents = Sequence[str]


def recall(golden: Documents, found: Documents) -> float:
    """Return the share of the golden documents that was found."""
    return len(set(golden) & set(found)) / len(set(golden))


def reciprocal_rank(golden: Documents, found: Documents) -> float:
    """Return 1 / rank of the first golden document, 0 when there is none."""
    return next((1 / rank for rank, document in enumerate(found, start=1) if document in golden), 0.0)


def ndcg(golden: Documents, found: Documents) -> float:
    """Return the normalised discounted cumulative gain with relevance 0 or 1 (Järvelin & Kekäläinen 2002)."""
    gain = sum(1 / log2(rank + 1) for rank, document in enumerate(found, start=1) if document in golden)
    return gain / sum(1 / log2(rank + 1) for rank in range(1, len(set(golden)) + 1))


def _mean_of(name: str, score: Callable[[Documents, Documents], float]) -> Ratio:
    def parts(result: CaseResult, _catalogue: Catalogue) -> tuple[float, float]:
        scores = [
            score(check.expected, check.observed)
            for check in result.checks
            if check.field == "retrieved" and check.expected
        ]
        return sum(scores, 0.0), float(len(scores))

    return Ratio(name, parts)


RETRIEVAL_RECALL = _mean_of("retrieval_recall", recall)
RETRIEVAL_MRR = _mean_of("retrieval_mrr", reciprocal_rank)
RETRIEVAL_NDCG = _mean_of("retrieval_ndcg", ndcg)
