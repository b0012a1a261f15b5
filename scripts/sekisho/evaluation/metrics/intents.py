"""The labels the intent metrics count: one pair for each turn that asserts an intent."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sekisho.evaluation.metrics.seen import Seen

HEAD = "intent"
"""Of the checks the labels are read from."""

NO_LABEL = "__none__"
"""Stands for "no intent was recognised": always wrong, a column of its own, never a row."""


class Labels(NamedTuple):
    """The golden intent of a turn and the predicted one."""

    gold: str
    predicted: str


def labels_of(seen: Seen) -> Sequence[Labels]:
    """Return the labels of all turns of a case that assert an intent (asserting "none" is not a label)."""
    return seen.once("labels", _read)


def confusion(counts: Mapping[Labels, int]) -> dict[str, dict[str, int]]:
    """Return the confusion matrix: golden label -> predicted label -> turns, sorted, without empty cells."""
    table: dict[str, dict[str, int]] = {}
    for pair in sorted(counts):
        table.setdefault(pair.gold, {})[pair.predicted] = counts[pair]
    return table


@lru_cache(maxsize=4096)
def _labels(gold: str, predicted: str) -> Labels:
    """Return one value for equal pairs: a large run has few kinds of them."""
    return Labels(gold, predicted)


def _read(seen: Seen) -> Sequence[Labels]:
    return [
        _labels(check.expected, check.observed or NO_LABEL) for check in seen.checks(HEAD) if check.expected is not None
    ]
