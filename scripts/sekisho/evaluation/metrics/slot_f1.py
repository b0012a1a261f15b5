"""Slot F1, micro-averaged over turns: the headline of slot filling. The detail keeps the kinds of error apart."""

from collections.abc import Iterator, Mapping

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.slot_counts import HEAD, SlotCounts, slots_of, total
from sekisho.evaluation.metrics.spec import Notes, Ratio
from sekisho.model.base import Json

ERRORS: Mapping[str, str] = {"missed": "misses", "over": "over_extractions", "substituted": "substitutions"}
"""Kind of error, and what the detail calls its number."""

CASES: Mapping[str, str] = {"missed": "missed_in", "over": "over_extracted_in", "substituted": "substituted_in"}
"""Kind of error, and what the detail calls the cases it is in."""


def _counts(seen: Seen) -> SlotCounts:
    return seen.once("slot counts", lambda one: total(counts for _, counts in slots_of(one)))


def _parts(seen: Seen, _catalogue: Catalogue) -> tuple[float, float]:
    return _counts(seen).f1_parts


def _notes(seen: Seen, _catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Note each error as its kind and its case."""
    counts = _counts(seen)._asdict()
    for kind in ERRORS:
        for _ in range(counts[kind]):
            yield kind, seen.result.case


def _detail(notes: Notes) -> Mapping[str, Json]:
    numbers = {
        name: sum(count for (noted, _), count in notes.items() if noted == kind) for kind, name in ERRORS.items()
    }
    cases = {name: sorted({case for noted, case in notes if noted == kind}) for kind, name in CASES.items()}
    return {**numbers, **cases}


SLOT_F1 = Ratio("slot_f1", _parts, head=HEAD, notes=_notes, detail=_detail)
