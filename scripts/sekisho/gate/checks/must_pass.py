"""A must-pass case that fails needs no statistics of a metric: one confirmed failure fails the gate.

`gate.confirmation` says when that is. Cases in quarantine are not judged, and one that flips on the base by itself is
named and decides nothing.
"""

from collections.abc import Iterator, Mapping, Sequence

from sekisho.gate.account import failures_of
from sekisho.gate.confirmation import confirmed, holds, slipped
from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import counted, listed
from sekisho.model.verdict import CasePair, GateCheck, Pairing, VerdictState

CONFIRM = "; one live answer confirms nothing, ask for more with `--trials 3`"


def check_must_pass(evidence: Evidence) -> Iterator[GateCheck]:
    """Judge every must-pass case by all its trials on the candidate; say so where the baseline fails or flips too."""
    pairs = [pair for pair in evidence.judged_pairs if pair.must_pass]
    broken = [pair for pair in pairs if confirmed(evidence, pair)]
    before = [pair for pair in broken if pair.pairing is Pairing.FAILED and not evidence.only_evaluation_changed]
    now = [pair for pair in broken if pair not in before]
    flipping = [pair for pair in pairs if pair.case in evidence.flipping]
    open_ = [pair for pair in pairs if pair not in broken and not holds(evidence.trials(pair.case))]
    unsure = [pair for pair in open_ if pair not in flipping]
    if now:
        where = " under the new evaluation" if evidence.only_evaluation_changed else ""
        yield _check("must-pass", VerdictState.FAIL, f"{counted(len(now), 'must-pass case')} failed{where}", now)
    if before:
        text = f"{counted(len(before), 'must-pass case')} failed on the baseline too: repair or quarantine"
        yield _check("must-pass-before", VerdictState.FAIL, text, before)
    if unsure:
        text = f"{counted(len(unsure), 'must-pass case')} neither held nor surely failed"
        more = CONFIRM if any(slipped(evidence, pair) for pair in unsure) else ""
        yield _check("must-pass-unsure", VerdictState.INCONCLUSIVE, text + more, unsure)
    if flipping:
        text = f"{counted(len(flipping), 'must-pass case')} unstable on the baseline already"
        yield _check("must-pass-unstable", VerdictState.INCONCLUSIVE, text, flipping)
    if pairs and not broken and not open_:
        yield _all_hold({pair.case: failures_of(evidence.trials(pair.case)) for pair in pairs})


def _all_hold(trials: Mapping[str, tuple[int, int]]) -> GateCheck:
    slips = {case: f"{failures} of {judged} trials failed" for case, (failures, judged) in trials.items() if failures}
    but = f"; not in every trial: {listed(slips)}" if slips else ""
    return GateCheck(
        id="must-pass",
        state=VerdictState.PASS,
        message=f"all must-pass cases hold ({len(trials)}){but}",
        evidence={"slipped": slips} if slips else {},
    )


def _check(name: str, state: VerdictState, message: str, pairs: Sequence[CasePair]) -> GateCheck:
    causes = {pair.case: pair.cause.code if pair.cause else pair.note for pair in pairs}
    return GateCheck(id=name, state=state, message=f"{message}: {listed(causes)}", evidence={"cases": causes})
