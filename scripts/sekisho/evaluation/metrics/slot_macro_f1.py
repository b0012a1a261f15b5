"""Slot F1, macro-averaged by slot: each slot counts alike, however often it is asked for."""

from collections.abc import Mapping

from sekisho.evaluation.metrics.slot_counts import HEAD, SlotCounts, slots_of
from sekisho.evaluation.metrics.spec import Pooled, each
from sekisho.model.base import Json

Sample = tuple[str, SlotCounts]


def counts_by_slot(samples: Mapping[Sample, int]) -> dict[str, SlotCounts]:
    """Return the counts of each slot that had a golden or a predicted value, sorted by slot."""
    summed: dict[str, SlotCounts] = {}
    for (slot, counts), times in samples.items():
        summed[slot] = summed.get(slot, SlotCounts()).plus(counts, times)
    return {slot: summed[slot] for slot in sorted(summed) if summed[slot].f1 is not None}


def f1_by_slot(samples: Mapping[Sample, int]) -> dict[str, float]:
    """Return the F1 of each slot that had a golden or a predicted value, sorted by slot."""
    return {slot: counts.f1 for slot, counts in counts_by_slot(samples).items() if counts.f1 is not None}


def _macro_f1(samples: Mapping[Sample, int]) -> float | None:
    scores = f1_by_slot(samples)
    return sum(scores.values()) / len(scores) if scores else None


def _detail(samples: Mapping[Sample, int]) -> Mapping[str, Json]:
    counts = {slot: found._asdict() for slot, found in counts_by_slot(samples).items()}
    return {"f1": f1_by_slot(samples), "counts": counts}


SLOT_MACRO_F1 = Pooled("slot_macro_f1", each(slots_of), _macro_f1, head=HEAD, detail=_detail)
