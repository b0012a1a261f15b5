"""Intent accuracy: share of the turns asserting an intent that recognised it. The detail is the confusion matrix."""

from collections.abc import Iterable, Mapping

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.intents import HEAD, Labels, confusion, labels_of
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Notes, Ratio
from sekisho.model.base import Json


def _parts(seen: Seen, _catalogue: Catalogue) -> tuple[float, float]:
    labels = labels_of(seen)
    return float(sum(pair.gold == pair.predicted for pair in labels)), float(len(labels))


def _notes(seen: Seen, _catalogue: Catalogue) -> Iterable[Labels]:
    return labels_of(seen)


def _detail(notes: Notes) -> Mapping[str, Json]:
    return {"confusion": confusion(notes)}


INTENT_ACCURACY = Ratio("intent_accuracy", _parts, head=HEAD, notes=_notes, detail=_detail)
