"""Response Accuracy: share of the dialogues with reply or citation expectations that met all of them."""

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Ratio


def _parts(seen: Seen, _catalogue: Catalogue) -> tuple[float, float]:
    accurate = seen.result.response_accurate
    return (0.0, 0.0) if accurate is None else (float(accurate), 1.0)


RESPONSE_ACCURACY = Ratio("response_accuracy", _parts, binary=True)
