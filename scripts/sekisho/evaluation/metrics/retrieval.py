"""Retrieval, over the turns that name documents to be found: recall, MRR and nDCG, mean over turns.

Without a depth in their name they look at everything that was retrieved, and the detail says how deep that was; with
`_at_k` at the first k documents, whether or not so many were retrieved.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log2

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Notes, Ratio
from sekisho.model.base import Json

Documents = Sequence[str]

HEAD = "retrieved"


def recall(golden: Documents, found: Documents) -> float:
    """Return the share of the golden documents that was found."""
    return len(set(golden) & set(found)) / len(set(golden))


def reciprocal_rank(golden: Documents, found: Documents) -> float:
    """Return 1 / rank of the first golden document, 0 when there is none."""
    return next((1 / rank for rank, document in enumerate(found, start=1) if document in golden), 0.0)


def ndcg(golden: Documents, found: Documents, depth: int | None = None) -> float:
    """Return the normalised discounted cumulative gain with relevance 0 or 1 (Järvelin & Kekäläinen 2002).

    The ideal ranking is cut at `depth` too, where one is given.
    """
    gain = sum(1 / log2(rank + 1) for rank, document in enumerate(found, start=1) if document in golden)
    best = len(set(golden)) if depth is None else min(depth, len(set(golden)))
    return gain / sum(1 / log2(rank + 1) for rank in range(1, best + 1))


def _asserted(seen: Seen) -> Iterable[tuple[Documents, Documents]]:
    """Yield the golden and the retrieved documents of each turn that names some."""
    return ((check.expected, check.observed) for check in seen.checks(HEAD) if check.expected)


def _depths(seen: Seen, _catalogue: Catalogue) -> Iterable[int]:
    return (len(found) for _, found in _asserted(seen))


def _depth(notes: Notes) -> Mapping[str, Json]:
    return {"k": max(notes)} if notes else {}


def _mean_of(name: str, score: Callable[[Documents, Documents], float], k: int | None = None) -> Ratio:
    def parts(seen: Seen, _catalogue: Catalogue) -> tuple[float, float]:
        scores = [score(golden, found[:k]) for golden, found in _asserted(seen)]
        return sum(scores, 0.0), float(len(scores))

    if k is None:
        return Ratio(name, parts, head=HEAD, notes=_depths, detail=_depth)
    return Ratio(f"{name}_at_{k}", parts, head=HEAD, detail=lambda _: {"k": k})


def _ndcg_at(k: int) -> Callable[[Documents, Documents], float]:
    return lambda golden, found: ndcg(golden, found, k)


RETRIEVAL_RECALL = _mean_of("retrieval_recall", recall)
RETRIEVAL_MRR = _mean_of("retrieval_mrr", reciprocal_rank)
RETRIEVAL_NDCG = _mean_of("retrieval_ndcg", ndcg)

RETRIEVAL_AT: tuple[Ratio, ...] = (
    *(_mean_of("retrieval_recall", recall, k) for k in (1, 3, 5)),
    _mean_of("retrieval_mrr", reciprocal_rank, 5),
    _mean_of("retrieval_ndcg", _ndcg_at(5), 5),
)
"""The same cut at a stated depth."""
