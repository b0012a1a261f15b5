"""What a judge makes of the replies that differ between two runs, and whether it still is what was calibrated.

Drift is looked for with anchors: pairs of identical replies, which must be ties. One kind is made of replies that both
runs gave, two more of each run's own reply of a pair that differs, so that a text which upsets the judge is seen on
the side it came from.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sekisho.evaluation.judge.asking import Asking, ask_about
from sekisho.evaluation.judge.figures import anchors, proportion
from sekisho.evaluation.judge.pairs import Pair, Sample, own, replies
from sekisho.model.base import Language
from sekisho.model.judge import Anchors, AnchorSource, Calibration, Judged, Opinion, Outcome, Tally
from sekisho.model.kinds.policy import JudgeBar
from sekisho.model.run import Run
from sekisho.stats.binomial import at_least
from sekisho.stats.fisher import more_often_p


class Chosen(NamedTuple):
    """What a judge is asked about two runs: pairs that differ, and anchors by their source."""

    pairs: tuple[Pair, ...]
    anchors: tuple[tuple[AnchorSource, tuple[Pair, ...]], ...]
    found: int
    turns: int
    same: int


def chosen(runs: tuple[Run, Run], bar: JudgeBar) -> Chosen:
    """Return a bounded sample of the distinct pairs that differ, and anchors; none of either when no reply differs."""
    differing, same = Sample(bar.max_comparisons), Sample(bar.anchors)
    for pair in replies(*runs):
        (same if pair.is_anchor else differing).add(pair)
    if not differing.distinct:
        return Chosen((), (), 0, 0, same.distinct)
    sample = differing.pairs
    baseline, candidate = own(sample[: bar.anchors])
    sources = (AnchorSource.SHARED, same.pairs), (AnchorSource.BASELINE, baseline), (AnchorSource.CANDIDATE, candidate)
    return Chosen(sample, sources, differing.distinct, differing.turns, same.distinct)


async def opinion(asked: Chosen, asking: Asking, calibration: Calibration, bar: JudgeBar, alpha: float) -> Opinion:
    """Ask the judge about everything chosen and return its opinion. `alpha` is the level at which drift is seen."""
    judged = await ask_about(asked.pairs, asking)
    found = tuple([anchors(source, await ask_about(pairs, asking)) for source, pairs in asked.anchors])
    known = tuple(tallies(judged))
    return Opinion(
        calibration=calibration,
        pairs=asked.found,
        turns=asked.turns,
        same=asked.same,
        left_out=asked.found - len(asked.pairs),
        tallies=known,
        anchors=found,
        drift=(*drift(calibration.anchors, found, bar.max_anchor_failures, alpha), *bias(calibration, known[0], alpha)),
        judged=judged,
    )


def tallies(judged: Sequence[Judged]) -> Iterator[Tally]:
    """Yield the tally of all pairs, then that of each language."""
    yield _tally(None, judged)
    for language in sorted({one.language for one in judged}):
        yield _tally(language, [one for one in judged if one.language is language])


def _tally(language: Language | None, judged: Sequence[Judged]) -> Tally:
    """Count outcomes; the sign test is exact (Dixon & Mood 1946, JASA 41:557), ties and biased pairs are left out."""
    count = {outcome: sum(one.outcome is outcome for one in judged) for outcome in Outcome}
    worse, decided = count[Outcome.A], count[Outcome.A] + count[Outcome.B]
    return Tally(
        language=language,
        better=count[Outcome.B],
        worse=worse,
        tie=count[Outcome.TIE],
        biased=count[Outcome.BIASED],
        missing=count[Outcome.MISSING],
        too_long=count[Outcome.TOO_LONG],
        share_worse=proportion(worse, decided),
        p_worse=at_least(worse, decided, 0.5),
    )


def drift(calibrated: Anchors, found: Sequence[Anchors], most: float, alpha: float) -> Iterator[str]:
    """Yield why the judge is not what it was: anchors fail more often than the bar allows, than in the calibration,
    or on the candidate's own replies than on the baseline's. Each test is exact, one-sided and at level `alpha`.
    """
    by_source = {one.source: (one.failures.count, one.failures.total) for one in found}
    for source, (failed, asked) in by_source.items():
        said = f"{failed} of {asked} {source} anchors were not called a tie"
        if at_least(failed, asked, most) <= alpha:
            yield f"{said}, more than the bar {most:g} allows"
        elif more_often_p((failed, asked), (calibrated.failures.count, calibrated.failures.total)) <= alpha:
            yield f"{said}, more than in the calibration"
    candidate, baseline = (by_source.get(side, (0, 0)) for side in (AnchorSource.CANDIDATE, AnchorSource.BASELINE))
    if more_often_p(candidate, baseline) <= alpha:
        yield "anchors fail more often on the candidate's replies than on the baseline's"


def bias(calibration: Calibration, tally: Tally, alpha: float) -> Iterator[str]:
    """Yield why the judge is not what it was: the order decides more often than in the calibration (Fisher, exact)."""
    usual = calibration.agreement[0].biased
    judged = tally.better + tally.worse + tally.tie + tally.biased
    if more_often_p((tally.biased, judged), (usual.count, usual.total)) <= alpha:
        yield f"{tally.biased} of {judged} pairs were position-biased, more than in the calibration"
