"""What a judge said, how far it can be trusted, and what it makes of two runs. A is the baseline, B the candidate."""

from collections.abc import Mapping
from enum import StrEnum

from sekisho.model.base import Count, Float, Frozen, Language, Positive
from sekisho.model.kinds.rubric import Choice, Trap


class Outcome(StrEnum):
    """What became of a pair that was shown in both orders.

    A verdict counts when both orders agree. `position_biased`: they do not, so there is no preference;
    `missing`: an answer was not recorded or not given; `too_long`: a text was too long to be shown.
    """

    A = "A"
    B = "B"
    TIE = "tie"
    BIASED = "position_biased"
    MISSING = "missing"
    TOO_LONG = "too_long"


class Judged(Frozen):
    """One pair of replies to a user's turn, what the judge said of it in each order, and what a person had said.

    `forward` and `backward` both speak of `a` and `b`, whichever was shown first; `turns` of the runs had this pair.
    """

    id: str
    language: Language
    user: str
    a: str
    b: str
    forward: Choice | None = None
    backward: Choice | None = None
    outcome: Outcome
    human: Choice | None = None
    trap: Trap | None = None
    turns: Positive = 1
    reason: str = ""


class Proportion(Frozen):
    """`count` of `total`, with the exact 95 % interval (Clopper & Pearson); `value` is None of nothing."""

    count: Count
    total: Count
    value: Float | None
    low: Float
    high: Float


class Agreement(Frozen):
    """How a judge's outcomes agree with people's choices, in one language or ("") in all.

    A position-biased pair agrees with nothing. `tpr`: of the pairs in which B is worse, those the judge said so of;
    `tnr`: of the others, those it did not. `first`, `second`: biased pairs in which it chose one place both times.
    """

    language: Language | None
    agreement: Proportion
    kappa: Float | None
    kappa_low: Float | None = None
    kappa_high: Float | None = None
    tpr: Proportion
    tnr: Proportion
    biased: Proportion
    first: Count = 0
    second: Count = 0


class AnchorSource(StrEnum):
    """Whose reply stood on both sides of an anchor: a label's, one both runs gave, or one run's own."""

    LABELS = "labels"
    SHARED = "shared"
    BASELINE = "baseline"
    CANDIDATE = "candidate"


class Anchors(Frozen):
    """Identical replies shown as A and B. Whatever is not a tie is a failure; `missing` have no answer."""

    source: AnchorSource
    failures: Proportion
    missing: Count = 0


class CalibrationState(StrEnum):
    """Whether a judge reached the policy's bar; `inconclusive` when answers or labels are missing."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"


class Calibration(Frozen):
    """A judge held against the labelled pairs of its rubric. `revision` is the rubric's git blob id."""

    format: str = "sekisho-judge-calibration/1"
    rubric: str
    revision: str
    model: str
    state: CalibrationState = CalibrationState.INCONCLUSIVE
    shortfalls: tuple[str, ...] = ()
    labels: Count
    missing: Count
    agreement: tuple[Agreement, ...]
    traps: Mapping[Trap, Proportion] = {}
    anchors: Anchors
    judged: tuple[Judged, ...] = ()


class Tally(Frozen):
    """How the pairs of one language (None: of all) went. `worse` pairs prefer the baseline, `better` the candidate.

    `share_worse` is worse of (worse + better), its interval that of the exact sign test; `p_worse` is the one-sided
    p-value against "no more get worse than better".
    """

    language: Language | None
    better: Count
    worse: Count
    tie: Count
    biased: Count
    missing: Count = 0
    too_long: Count = 0
    share_worse: Proportion
    p_worse: Float


class Opinion(Frozen):
    """What a judge makes of the replies that differ between two runs.

    `pairs` distinct pairs that differ were found in `turns` turns, `left_out` of them were over the bound and not
    judged; `same` distinct pairs are equal. `drift` says why the judge is not what it was when it was calibrated; it
    is empty when nothing shows that.
    """

    format: str = "sekisho-judge-opinion/1"
    calibration: Calibration
    pairs: Count
    turns: Count
    left_out: Count = 0
    same: Count = 0
    tallies: tuple[Tally, ...]
    anchors: tuple[Anchors, ...] = ()
    drift: tuple[str, ...] = ()
    judged: tuple[Judged, ...] = ()
