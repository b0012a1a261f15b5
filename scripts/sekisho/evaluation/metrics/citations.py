"""Citations, over the turns that assert some: what was cited rightly, what is missing, and what was made up.

A document cited twice in a turn counts once. Extra is cited and not asked for; invented is cited although the turn's
search did not find it: such a source was not read.
"""

from collections.abc import Iterator, Mapping

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Notes, Ratio
from sekisho.model.base import Json

HEAD = "citations"
KINDS = ("missing", "extra", "invented")


def _turns(seen: Seen) -> Iterator[tuple[int | None, set[str], set[str]]]:
    """Yield turn, golden citations and observed ones of each check."""
    for check in seen.checks(HEAD):
        yield check.turn, set(check.expected or ()), set(check.observed or ())


def _precision(seen: Seen, _catalogue: Catalogue) -> tuple[float, float]:
    turns = list(_turns(seen))
    right = sum(len(golden & cited) for _, golden, cited in turns)
    return float(right), float(sum(len(cited) for _, _, cited in turns))


def _recall(seen: Seen, _catalogue: Catalogue) -> tuple[float, float]:
    turns = list(_turns(seen))
    right = sum(len(golden & cited) for _, golden, cited in turns)
    return float(right), float(sum(len(golden) for _, golden, _ in turns))


def _notes(seen: Seen, _catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Note each wrong citation as its kind and its case."""
    for turn, golden, cited in _turns(seen):
        for kind, wrong in zip(KINDS, (golden - cited, cited - golden, cited - _found(seen, turn)), strict=True):
            for _ in wrong:
                yield kind, seen.result.case


def _found(seen: Seen, turn: int | None) -> set[str]:
    turns = seen.result.turns
    return set(turns[turn].retrieved) if turn is not None and turn < len(turns) else set()


def _detail(notes: Notes) -> Mapping[str, Json]:
    numbers = {kind: sum(count for (noted, _), count in notes.items() if noted == kind) for kind in KINDS}
    cases = {f"{kind}_in": sorted({case for noted, case in notes if noted == kind}) for kind in KINDS}
    return {**numbers, **cases}


CITATION_PRECISION = Ratio("citation_precision", _precision, head=HEAD, notes=_notes, detail=_detail)
CITATION_RECALL = Ratio("citation_recall", _recall, head=HEAD)
