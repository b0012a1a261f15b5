"""Intent accuracy: share of the turns asserting an intent that recognised it. The detail is the confusion matrix."""

from collections.abc import Mapping

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.intents import confusion, labels_of
from sekisho.evaluation.metrics.spec import Ratio, Results
from sekisho.model.base import Json
from sekisho.model.run import CaseResult


def _parts(result: CaseResult, _catalogue: Catalogue) -> tuple[float, float]:
    labels = labels_of(result)
    return float(sum(pair.gold == pair.predicted for pair in labels)), float(len(labels))


def _detail(results: Results, _catalogue: Catalogue) -> Mapping[str, Json]:
    return {"confusion": confusion(pair for result in results for pair in labels_of(result))}


INTENT_ACCURACY = Ratio("intent_accuracy", _parts, detail=_detail)
