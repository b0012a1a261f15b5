from collections.abc import Callable

import pytest

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.slot_counts import SlotCounts, slots_of, total
from sekisho.evaluation.metrics.slot_f1 import SLOT_F1
from sekisho.evaluation.metrics.slot_macro_f1 import SLOT_MACRO_F1
from sekisho.evaluation.metrics.tally import measure
from sekisho.model.run import CaseResult, Check


@pytest.fixture
def result(make_result: Callable[..., CaseResult], make_check: Callable[..., Check]) -> CaseResult:
    """A dialogue with every kind of slot check, one of them at the end."""
    return make_result(
        checks=(
            make_check(0, "slots.date", "18", "18"),
            make_check(0, "slots.phone", None, None),
            make_check(1, "slots.date", "18", "19"),
            make_check(1, "slots.phone", "1", None),
            make_check(2, "slots.phone", None, "2"),
            make_check(2, "slots", {}, {}),
            make_check(2, "intent", "a", "a"),
            make_check(None, "slots.date", "18", "18"),
        )
    )


def test_each_kind_is_counted(result: CaseResult) -> None:
    """Empty against empty adds nothing; the end's state is not counted again."""
    assert total(counts for _, counts in slots_of(Seen(result))) == SlotCounts(1, 1, 1, 1)
    assert total([]) == SlotCounts()
    assert SlotCounts().f1 is None


def test_micro_f1_counts_a_substitution_twice(result: CaseResult) -> None:
    """A wrong value is a false positive and a false negative: 2 / (2 + 1 + 1 + 2)."""
    metric = measure([SLOT_F1], [result], Catalogue())[0]
    assert (metric.value, metric.numerator, metric.denominator) == (pytest.approx(1 / 3), 2, 6)
    assert metric.detail == {
        "misses": 1,
        "over_extractions": 1,
        "substitutions": 1,
        "missed_in": ["golden/a"],
        "over_extracted_in": ["golden/a"],
        "substituted_in": ["golden/a"],
    }


def test_macro_f1_counts_each_slot_alike(result: CaseResult) -> None:
    """date: 2 / 4, phone: 0."""
    metric = measure([SLOT_MACRO_F1], [result], Catalogue())[0]
    assert metric.detail == {
        "f1": {"date": 0.5, "phone": 0.0},
        "counts": {
            "date": {"right": 1, "missed": 0, "over": 0, "substituted": 1},
            "phone": {"right": 0, "missed": 1, "over": 1, "substituted": 0},
        },
    }
    assert metric.value == 0.25
