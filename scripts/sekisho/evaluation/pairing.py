"""Which cases can be compared, and what became of each from baseline to candidate.

With several trials a case passes when most of its trials pass; under two thirds of one kind it is unstable: shown, but
not judged, because it may flip without any change at all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.cause import cause_of
from sekisho.evaluation.divergence import first_divergence
from sekisho.evaluation.metrics.trials import Trials, by_case
from sekisho.model.run import JUDGED, STABLE_SHARE, CaseResult, CaseState
from sekisho.model.verdict import CasePair, Cause, Pairing

PAIRINGS: Mapping[tuple[bool, bool], Pairing] = {
    (True, True): Pairing.PASSED,
    (True, False): Pairing.BROKEN,
    (False, True): Pairing.FIXED,
    (False, False): Pairing.FAILED,
}


@dataclass(frozen=True, slots=True)
class Sides:
    """One case on both sides."""

    case: str
    baseline: Trials
    candidate: Trials

    @property
    def comparable(self) -> bool:
        """Whether both sides were judged, in the same trials."""
        trials = [[result.trial for result in side.results] for side in (self.baseline, self.candidate)]
        return self.baseline.judged and self.candidate.judged and trials[0] == trials[1]

    @property
    def stable(self) -> bool:
        """Whether the trials of each side agree."""
        return self.baseline.stable and self.candidate.stable

    def until(self, trials: int) -> "Sides":
        """Return the case without the trials numbered `trials` and above: those were held of few cases only."""
        return Sides(self.case, self.baseline.until(trials), self.candidate.until(trials))


def side_by_side(baseline: Iterable[CaseResult], candidate: Iterable[CaseResult]) -> Iterator[Sides]:
    """Yield every case of either side, by id; both are read once, side by side (a merge join).

    Raises ValueError for a stream that is not in the order of a run file.
    """
    left, right = by_case(baseline), by_case(candidate)
    before, after = next(left, None), next(right, None)
    while before is not None or after is not None:
        case = min(one[0] for one in (before, after) if one is not None)
        sides = [one[1] if one is not None and one[0] == case else Trials() for one in (before, after)]
        yield Sides(case, *sides)
        before = next(left, None) if sides[0].results else before
        after = next(right, None) if sides[1].results else after


def pair_up(sides: Sides, catalogue: Catalogue, *, quarantined: bool) -> CasePair:
    """Return what became of a case, with the cause where it fails on the candidate."""
    parted = _parting(sides)
    results = (*sides.candidate.results, *sides.baseline.results)
    cause, note = _cause(sides, catalogue)
    return CasePair(
        case=sides.case,
        pairing=_pairing(sides),
        must_pass=any(result.must_pass for result in results),
        quarantined=quarantined,
        cause=cause,
        diverged_turn=parted[0] if parted else None,
        diverged_stage=parted[1] if parted else None,
        note="; ".join(filter(None, [_note(sides), note])),
    )


def _pairing(sides: Sides) -> Pairing:
    if not sides.comparable:
        return Pairing.NOT_COMPARED
    if not sides.stable:
        return Pairing.UNSTABLE
    return PAIRINGS[sides.baseline.passed, sides.candidate.passed]


def _parting(sides: Sides) -> tuple[int, str] | None:
    """Return the turn and stage where the first trial that differs parts."""
    both = zip(sides.baseline.results, sides.candidate.results, strict=False)
    return next(filter(None, (first_divergence(left.turns, right.turns) for left, right in both)), None)


def _cause(sides: Sides, catalogue: Catalogue) -> tuple[Cause | None, str]:
    """Return the cause that most failing trials share, and a note where under two thirds do."""
    reference = sides.baseline.first(CaseState.PASSED)
    failed = (result for result in sides.candidate.results if result.state is CaseState.FAILED)
    causes = [
        cause for result in failed if (cause := cause_of(result, reference, catalogue.outside, catalogue.setting))
    ]
    if not causes:
        return None, ""
    code, count = Counter(cause.code for cause in causes).most_common(1)[0]
    note = "" if count >= STABLE_SHARE * len(causes) else "unstable cause: the failing trials disagree"
    return next(cause for cause in causes if cause.code == code), note


def _note(sides: Sides) -> str:
    """Say why a case was not compared, or that it is unstable."""
    for name, side in (("baseline", sides.baseline), ("candidate", sides.candidate)):
        if not side.results:
            return f"not run on the {name}"
        unjudged = next((result for result in side.results if result.state not in JUDGED), None)
        if unjudged is not None:
            return f"{unjudged.state} on the {name}" + (f": {unjudged.reason}" if unjudged.reason else "")
        if not side.stable:
            return f"unstable on the {name}: {side.passes} of {len(side.results)} trials passed"
    return "" if sides.comparable else "the sides ran different trials"
