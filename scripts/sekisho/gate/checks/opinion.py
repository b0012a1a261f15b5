"""The judge's opinion of the replies that differ: decisive only when its calibration reached the policy's bar.

Reported and not decisive (pass) while the judge is not calibrated or does not block. When it decides:

fail          more pairs got worse than better, and the exact sign test, Holm-adjusted over all pairs and each
              language (where there are two), says that is not by chance;
inconclusive  it drifted or saw nothing but positions, answers are missing, texts were too long to be shown, a language
              was never calibrated, or so few pairs were decided that no outcome could have been evidence;
pass          everything else.

A judge whose anchors fail today must not let a change pass: the change itself may be what upset it.
"""

from collections.abc import Iterator, Mapping, Sequence

from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import counted
from sekisho.model.base import Json
from sekisho.model.judge import CalibrationState, Opinion, Tally
from sekisho.model.verdict import GateCheck, VerdictState
from sekisho.stats.holm import holm


def check_opinion(evidence: Evidence) -> Iterator[GateCheck]:
    """Report what the policy's judge says, and let it decide when it may."""
    bar = evidence.policy.judge
    if bar is None or evidence.comparison is None or evidence.only_evaluation_changed:
        return
    opinion = evidence.comparison.opinion
    if opinion is None:
        state = VerdictState.INCONCLUSIVE if bar.blocking else VerdictState.PASS
        yield GateCheck(id="judge", state=state, message=f"the judge {bar.rubric} was not asked")
        return
    state, reason = decide(opinion, evidence.policy.alpha)
    if opinion.calibration.state is not CalibrationState.PASSED:
        state, reason = VerdictState.PASS, f"reported, not decisive: {_first(opinion.calibration.shortfalls)}"
    elif not bar.blocking:
        state, reason = VerdictState.PASS, f"reported, not decisive by policy: {reason}"
    yield GateCheck(id="judge", state=state, message=f"{reason} ({_counts(opinion)})", evidence=_evidence(opinion))


def decide(opinion: Opinion, alpha: float) -> tuple[VerdictState, str]:
    """Return the state the opinion would have if it decides, and why."""
    if not opinion.pairs:
        if not opinion.same:
            return VerdictState.INCONCLUSIVE, "no reply of the two runs can be compared"
        return VerdictState.PASS, "no reply differs, so there was nothing to judge"
    everything = opinion.tallies[0]
    doubt = next(_doubts(opinion, everything), None)
    if doubt:
        return VerdictState.INCONCLUSIVE, doubt
    tested = opinion.tallies if len(opinion.tallies) > 2 else opinion.tallies[:1]
    adjusted = holm([tally.p_worse for tally in tested])
    for tally, p_value in zip(tested, adjusted, strict=True):
        if tally.worse > tally.better and p_value <= alpha:
            place = f" ({tally.language})" if tally.language else ""
            return VerdictState.FAIL, f"the judge finds more replies worse than better{place}, and not by chance"
    decided = everything.worse + everything.better
    if not decided + everything.tie:
        return VerdictState.INCONCLUSIVE, "the judge was position-biased about every pair"
    if everything.worse > everything.better and 0.5**decided * len(adjusted) > alpha:
        return VerdictState.INCONCLUSIVE, "the judge decided too few pairs to tell"
    if everything.worse > everything.better:
        return VerdictState.PASS, "the judge finds more replies worse than better, which may be chance"
    return VerdictState.PASS, "the judge finds no more replies worse than better"


def _doubts(opinion: Opinion, everything: Tally) -> Iterator[str]:
    if opinion.drift:
        yield f"the judge is not what it was: {_first(opinion.drift)}"
    missing = everything.missing + sum(anchors.missing for anchors in opinion.anchors)
    if missing:
        yield f"{counted(missing, 'question')} to the judge without an answer"
    if everything.too_long:
        yield f"{counted(everything.too_long, 'pair')} too long to be shown to the judge"
    known = {row.language for row in opinion.calibration.agreement}
    if unknown := [str(tally.language) for tally in opinion.tallies if tally.language not in known]:
        yield f"the judge is not calibrated in {', '.join(unknown)}"


def _first(reasons: Sequence[str]) -> str:
    more = f" and {len(reasons) - 1} more" if len(reasons) > 1 else ""
    return reasons[0] + more


def _counts(opinion: Opinion) -> str:
    if not opinion.pairs:
        return f"{counted(opinion.same, 'reply pair')} the same"
    tally = opinion.tallies[0]
    judged = tally.worse + tally.better + tally.tie + tally.biased
    said = f"{judged} of {counted(opinion.pairs, 'pair')} judged: {tally.worse} worse, {tally.better} better"
    rest = {"tie": tally.tie, "position-biased": tally.biased, "without an answer": tally.missing}
    return ", ".join([said, *(f"{count} {name}" for name, count in rest.items() if count)])


def _evidence(opinion: Opinion) -> Mapping[str, Json]:
    """Return all figures; the pairs themselves are in the comparison."""
    return opinion.model_dump(mode="json", exclude={"judged": True, "calibration": {"judged"}})
