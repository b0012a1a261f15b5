"""The labels the intent metrics count: one pair for each turn that asserts an intent."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sekisho.evaluation.catalogue import Catalogue
from sekisho.model.run import CaseResult

NO_LABEL = "__none__"
"""Stands for "no intent was recognised": always wrong, a column of its own, never a row."""


class Labels(NamedTuple):
    """The golden intent of a turn and the predicted one."""

    gold: str
    predicted: str


def labels_of(result: CaseResult, _catalogue: Catalogue | None = None) -> list[Labels]:
    """Return the labels of all turns of a case that assert an intent (asserting "none" is not a label)."""
    return [
        Labels(check.expected, check.observed or NO_LABEL)
        for check in result.checks
        if check.field == "intent" and check.expected is not None
    ]


def confusion(pairs: Iterable[Labels]) -> dict[str, dict[str, int]]:
    """Return the confusion matrix: golden label -> predicted label -> turns, sorted, without empty cells."""
    counts = Counter(pairs)
    return {
        gold: {pair.predicted: counts[pair] for pair in sorted(counts) if pair.gold == gold}
        for gold in sorted({pair.gold for pair in counts})
    }
