"""Slot F1, micro-averaged over turns: the headline of slot filling. The detail keeps the kinds of error apart."""

from collections.abc import Mapping

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.slot_counts import SlotCounts, slots_of, total
from sekisho.evaluation.metrics.spec import Ratio, Results
from sekisho.model.base import Json
from sekisho.model.run import CaseResult


def _counts(result: CaseResult) -> SlotCounts:
    return total(counts for _, counts in slots_of(result))


def _parts(result: CaseResult, _catalogue: Catalogue) -> tuple[float, float]:
    return _counts(result).f1_parts


def _detail(results: Results, _catalogue: Catalogue) -> Mapping[str, Json]:
    by_case = {(result.case, result.trial): _counts(result) for result in results}
    summed = total(by_case.values())
    return {
        "misses": summed.missed,
        "over_extractions": summed.over,
        "substitutions": summed.substituted,
        "missed_in": sorted({case for (case, _), counts in by_case.items() if counts.missed}),
        "over_extracted_in": sorted({case for (case, _), counts in by_case.items() if counts.over}),
        "substituted_in": sorted({case for (case, _), counts in by_case.items() if counts.substituted}),
    }


SLOT_F1 = Ratio("slot_f1", _parts, detail=_detail)
