"""Which cases can be compared, and what became of each from baseline to candidate.

With several trials a case passes when most of its trials pass; under two thirds of one kind it is unstable: shown, but
not judged, because it may flip without any change at all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.cause import cause_of
from sekisho.evaluation.divergence import first_divergence
from sekisho.evaluation.metrics.spec import JUDGED
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.verdict import CasePair, Cause, Pairing

STABLE_SHARE = 2 / 3

PAIRINGS: Mapping[tuple[bool, bool], Pairing] = {
    (True, True): Pairing.PASSED,
    (True, False): Pairing.BROKEN,
    (False, True): Pairing.FIXED,
    (False, False): Pairing.FAILED,
}


@dataclass(frozen=True, slots=True)
class Trials:
    """All results of one case on one side, by trial; empty when the side did not have the case."""

    results: Sequence[CaseResult] = ()

    @property
    def judged(self) -> bool:
        """Whether there are results and all of them are judgements."""
        return bool(self.results) and all(result.state in JUDGED for result in self.results)

    @property
    def passes(self) -> int:
        """How many trials passed."""
        return sum(result.state is CaseState.PASSED for result in self.results)

    @property
    def passed(self) -> bool:
        """Whether most trials passed."""
        return 2 * self.passes > len(self.results)

    @property
    def stable(self) -> bool:
        """Whether at least two thirds of the trials agree."""
        return max(self.passes, len(self.results) - self.passes) >= STABLE_SHARE * len(self.results)

    def until(self, trials: int) -> "Trials":
        """Return the trials numbered below `trials`."""
        return Trials([result for result in self.results if result.trial < trials])

    def first(self, state: CaseState) -> CaseResult | None:
        """Return the first trial that ended so."""
        return next((result for result in self.results if result.state is state), None)


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


def sides_of(baseline: Iterable[CaseResult], candidate: Iterable[CaseResult]) -> list[Sides]:
    """Return every case of either side, by id."""
    left, right = _by_case(baseline), _by_case(candidate)
    return [Sides(case, left.get(case, Trials()), right.get(case, Trials())) for case in sorted({*left, *right})]


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


def _by_case(results: Iterable[CaseResult]) -> dict[str, Trials]:
    found: dict[str, list[CaseResult]] = {}
    for result in sorted(results, key=lambda result: result.trial):
        found.setdefault(result.case, []).append(result)
    return {case: Trials(trials) for case, trials in found.items()}


def _pairing(sides: Sides) -> Pairing:
    if not sides.comparable or not (sides.baseline.stable and sides.candidate.stable):
        return Pairing.NOT_COMPARED
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
