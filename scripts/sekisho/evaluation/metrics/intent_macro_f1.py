"""Macro-F1 of the intents: the mean F1 of all labels that were golden or predicted, each label alike.

No prediction counts against the golden label's recall and has no F1 of its own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.intents import NO_LABEL, Labels, labels_of
from sekisho.evaluation.metrics.spec import Pooled, Results
from sekisho.model.base import Json


def f1_by_label(pairs: Sequence[Labels]) -> dict[str, float]:
    """Return the F1 of each label that occurs, sorted by label."""
    gold = Counter(pair.gold for pair in pairs)
    predicted = Counter(pair.predicted for pair in pairs)
    right = Counter(pair.gold for pair in pairs if pair.gold == pair.predicted)
    labels = sorted((gold.keys() | predicted.keys()) - {NO_LABEL})
    return {label: 2 * right[label] / (gold[label] + predicted[label]) for label in labels}


def macro_f1(pairs: Sequence[Labels]) -> float | None:
    """Return the mean F1 over labels, None without labels."""
    scores = f1_by_label(pairs)
    return sum(scores.values()) / len(scores) if scores else None


def _detail(results: Results, _catalogue: Catalogue) -> Mapping[str, Json]:
    return {"f1": f1_by_label([pair for result in results for pair in labels_of(result)])}


INTENT_MACRO_F1 = Pooled("intent_macro_f1", labels_of, macro_f1, macro_f1, detail=_detail)
