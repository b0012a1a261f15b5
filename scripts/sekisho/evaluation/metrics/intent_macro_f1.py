"""Macro-F1 of the intents: the mean F1 of all labels that were golden or predicted, each label alike.

No prediction counts against the golden label's recall and has no F1 of its own.
"""

from collections import Counter
from collections.abc import Mapping

from sekisho.evaluation.metrics.intents import HEAD, NO_LABEL, Labels, labels_of
from sekisho.evaluation.metrics.spec import Pooled, each
from sekisho.model.base import Json


def f1_by_label(counts: Mapping[Labels, int]) -> dict[str, float]:
    """Return the F1 of each label that occurs, sorted by label."""
    gold: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    for pair, count in counts.items():
        gold[pair.gold] += count
        predicted[pair.predicted] += count
    labels = sorted((gold.keys() | predicted.keys()) - {NO_LABEL})
    return {label: 2 * counts.get(Labels(label, label), 0) / (gold[label] + predicted[label]) for label in labels}


def macro_f1(counts: Mapping[Labels, int]) -> float | None:
    """Return the mean F1 over labels, None without labels."""
    scores = f1_by_label(counts)
    return sum(scores.values()) / len(scores) if scores else None


def _detail(counts: Mapping[Labels, int]) -> Mapping[str, Json]:
    return {"f1": f1_by_label(counts)}


INTENT_MACRO_F1 = Pooled("intent_macro_f1", each(labels_of), macro_f1, head=HEAD, detail=_detail)
