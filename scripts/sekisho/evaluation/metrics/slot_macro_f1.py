"""Slot F1, macro-averaged by slot: each slot counts alike, however often it is asked for."""

from collections.abc import Mapping, Sequence

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.slot_counts import SlotCounts, slots_of, total
from sekisho.evaluation.metrics.spec import Pooled, Results
from sekisho.model.base import Json
from sekisho.model.run import CaseResult

Sample = tuple[str, SlotCounts]


def counts_by_slot(samples: Sequence[Sample]) -> dict[str, SlotCounts]:
    """Return the counts of each slot that had a golden or a predicted value, sorted by slot."""
    summed = {
        name: total(counts for slot, counts in samples if slot == name)
        for name in sorted({slot for slot, _ in samples})
    }
    return {name: counts for name, counts in summed.items() if counts.f1 is not None}


def f1_by_slot(samples: Sequence[Sample]) -> dict[str, float]:
    """Return the F1 of each slot that had a golden or a predicted value, sorted by slot."""
    return {name: counts.f1 for name, counts in counts_by_slot(samples).items() if counts.f1 is not None}


def _macro_f1(samples: Sequence[Sample]) -> float | None:
    scores = f1_by_slot(samples)
    return sum(scores.values()) / len(scores) if scores else None


def _samples(result: CaseResult, _catalogue: Catalogue) -> list[Sample]:
    return slots_of(result)


def _detail(results: Results, _catalogue: Catalogue) -> Mapping[str, Json]:
    samples = [sample for result in results for sample in slots_of(result)]
    counts = {name: found._asdict() for name, found in counts_by_slot(samples).items()}
    return {"f1": f1_by_slot(samples), "counts": counts}


SLOT_MACRO_F1 = Pooled("slot_macro_f1", _samples, _macro_f1, _macro_f1, detail=_detail)
