"""A must-pass case that fails needs no statistics of a metric: one confirmed failure fails the gate.

A failure is confirmed when no trial passes, or when so many fail that a case which passes nine times in ten would do it
once in 10,000 times at most. A live answer that went wrong is therefore tried again, three times, before it fails a
gate: with 500 must-pass cases that are no steadier than that, a harmless change is refused at most one time in twenty.
A case holds when two thirds of its trials pass; in between it neither holds nor surely failed. Cases in quarantine are
not judged.
"""

from collections.abc import Iterator, Mapping, Sequence

from sekisho.gate.evidence import JUDGED, Evidence
from sekisho.gate.wording import counted, listed
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.verdict import CasePair, GateCheck, Pairing, VerdictState
from sekisho.stats.binomial import at_least

STEADY = 0.9
"""The pass rate that a must-pass case is granted before a failure counts as more than a slip."""
RARELY = 1e-4 * (1 + 1e-9)
"""How likely as many failures may be for such a case: four of four, within rounding."""


def check_must_pass(evidence: Evidence) -> Iterator[GateCheck]:
    """Judge every must-pass case by all its trials on the candidate; say so where the baseline fails too."""
    pairs = [pair for pair in evidence.judged_pairs if pair.must_pass]
    trials = {pair.case: evidence.trials.get(pair.case, ()) for pair in pairs}
    broken = [pair for pair in pairs if confirmed_failure(trials[pair.case])]
    before = [pair for pair in broken if pair.pairing is Pairing.FAILED and not evidence.only_evaluation_changed]
    now = [pair for pair in broken if pair not in before]
    unsure = [pair for pair in pairs if pair not in broken and not _holds(trials[pair.case])]
    if now:
        where = " under the new evaluation" if evidence.only_evaluation_changed else ""
        yield _check("must-pass", VerdictState.FAIL, f"{counted(len(now), 'must-pass case')} failed{where}", now)
    if before:
        text = f"{counted(len(before), 'must-pass case')} failed on the baseline too: repair or quarantine"
        yield _check("must-pass-before", VerdictState.FAIL, text, before)
    if unsure:
        text = f"{counted(len(unsure), 'must-pass case')} neither held nor surely failed"
        yield _check("must-pass-unsure", VerdictState.INCONCLUSIVE, text, unsure)
    if flipping := [pair for pair in pairs if "unstable on the baseline" in pair.note]:
        text = f"{counted(len(flipping), 'must-pass case')} unstable on the baseline already"
        yield _check("must-pass-unstable", VerdictState.INCONCLUSIVE, text, flipping)
    if pairs and not broken and not unsure:
        yield _all_hold(trials)


def confirmed_failure(trials: Sequence[CaseResult]) -> bool:
    """Say whether the failures among a case's trials are more than one slip of a live model."""
    judged = [trial for trial in trials if trial.state in JUDGED]
    failures = sum(trial.state is CaseState.FAILED for trial in judged)
    if failures == 0:
        return False
    return failures == len(judged) or at_least(failures, len(judged), 1 - STEADY) <= RARELY


def _holds(trials: Sequence[CaseResult]) -> bool:
    """Say whether every trial was judged and two thirds passed."""
    passes = sum(trial.state is CaseState.PASSED for trial in trials)
    return 0 < 2 * len(trials) <= 3 * passes and all(trial.state in JUDGED for trial in trials)


def _all_hold(trials: Mapping[str, Sequence[CaseResult]]) -> GateCheck:
    slipped = {
        case: f"{failures} of {len(found)} trials failed"
        for case, found in trials.items()
        if (failures := sum(trial.state is CaseState.FAILED for trial in found))
    }
    but = f"; not in every trial: {listed(slipped)}" if slipped else ""
    return GateCheck(
        id="must-pass",
        state=VerdictState.PASS,
        message=f"all must-pass cases hold ({len(trials)}){but}",
        evidence={"slipped": slipped} if slipped else {},
    )


def _check(name: str, state: VerdictState, message: str, pairs: Sequence[CasePair]) -> GateCheck:
    causes = {pair.case: pair.cause.code if pair.cause else pair.note for pair in pairs}
    return GateCheck(id=name, state=state, message=f"{message}: {listed(causes)}", evidence={"cases": causes})
