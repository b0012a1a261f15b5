"""Response Accuracy: share of the dialogues with reply or citation expectations that met all of them."""

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.spec import Ratio
from sekisho.model.run import CaseResult


def _parts(result: CaseResult, _catalogue: Catalogue) -> tuple[float, float]:
    return (0.0, 0.0) if result.response_accurate is None else (float(result.response_accurate), 1.0)


RESPONSE_ACCURACY = Ratio("response_accuracy", _parts, binary=True)
