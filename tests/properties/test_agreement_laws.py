"""Agreement figures against the reference libraries, and laws they obey."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact
from sklearn.metrics import cohen_kappa_score, confusion_matrix, recall_score
from statsmodels.stats.inter_rater import cohens_kappa

from sekisho.evaluation.judge.figures import CATEGORIES, agreements
from sekisho.evaluation.judge.opinion import tallies
from sekisho.model.base import Language
from sekisho.model.judge import Judged, Outcome
from sekisho.model.kinds.rubric import Choice
from sekisho.stats.agreement import cohen_kappa
from sekisho.stats.fisher import more_often_p

CELLS = st.integers(0, 30)
TABLES = st.integers(2, 4).flatmap(
    lambda size: st.lists(st.lists(CELLS, min_size=size, max_size=size), min_size=size, max_size=size)
)
PLACES = {Outcome.A: "AA", Outcome.B: "BB", Outcome.TIE: "tt", Outcome.BIASED: "AB"}
CHOICES = {"A": Choice.A, "B": Choice.B, "t": Choice.TIE}


def judged(human: Choice, outcome: Outcome, number: int) -> Judged:
    """One labelled pair."""
    forward, backward = (CHOICES[letter] for letter in PLACES[outcome])
    return Judged(
        id=f"p{number}",
        language=Language.EN,
        user="u",
        a="x",
        b="y",
        forward=forward,
        backward=backward,
        outcome=outcome,
        human=human,
    )


PAIRS = st.lists(st.tuples(st.sampled_from(Choice), st.sampled_from(CATEGORIES)), min_size=1, max_size=60)


@given(TABLES)
@settings(deadline=None)
def test_kappa_and_its_interval_are_statsmodels(table: list[list[int]]) -> None:
    """To 1e-9, for every square table where both are defined; the interval is cut to [-1, 1]."""
    ours = cohen_kappa(table)
    if ours is None:
        return
    with numpy.errstate(all="ignore"):
        theirs = cohens_kappa(numpy.array(table, dtype=float))
    assert ours.value == pytest.approx(theirs.kappa, abs=1e-9)
    if theirs.var_kappa > 1e-12:
        assert ours.interval.low == pytest.approx(max(-1, theirs.kappa_low), abs=1e-9)
        assert ours.interval.high == pytest.approx(min(1, theirs.kappa_upp), abs=1e-9)


@given(TABLES)
def test_kappa_does_not_care_who_is_first_or_what_things_are_called(table: list[list[int]]) -> None:
    """Transposing and renaming categories change nothing; the estimate lies in its interval."""
    kappa = cohen_kappa(table)
    transposed = cohen_kappa([list(column) for column in zip(*table, strict=True)])
    renamed = cohen_kappa([row[::-1] for row in table[::-1]])
    assert (kappa is None) is (transposed is None) is (renamed is None)
    if kappa and transposed and renamed:
        assert kappa.value == pytest.approx(transposed.value, abs=1e-12) == pytest.approx(renamed.value, abs=1e-12)
        assert -1 <= kappa.interval.low <= kappa.value + 1e-12
        assert kappa.value - 1e-12 <= kappa.interval.high <= 1


@given(PAIRS)
@settings(deadline=None)
def test_a_judge_s_figures_are_scikit_learn_s(pairs: list[tuple[Choice, Outcome]]) -> None:
    """Kappa, raw agreement, and TPR and TNR of "B is worse", each to 1e-9; a biased pair is a word of its own."""
    rows = [judged(human, outcome, number) for number, (human, outcome) in enumerate(pairs)]
    row = agreements(rows)[0]
    people = [human.value for human, _ in pairs]
    said = [outcome.value for _, outcome in pairs]
    assert row.agreement.count == sum(one == other for one, other in zip(people, said, strict=True))
    if row.kappa is not None:
        assert row.kappa == pytest.approx(cohen_kappa_score(people, said), abs=1e-9)
    worse, called = ([value == "A" for value in side] for side in (people, said))
    for figure, label in ((row.tpr, True), (row.tnr, False)):
        if figure.total:
            assert figure.value == pytest.approx(recall_score(worse, called, pos_label=label), abs=1e-9)
    assert confusion_matrix(worse, called, labels=[False, True])[1, 1] == row.tpr.count


@given(PAIRS)
@settings(deadline=None)
def test_the_sign_test_is_exact(pairs: list[tuple[Choice, Outcome]]) -> None:
    """Its p-value and interval are those of SciPy's binomial test over the decided pairs."""
    rows = [judged(human, outcome, number) for number, (human, outcome) in enumerate(pairs)]
    tally = next(tallies(rows))
    decided = tally.worse + tally.better
    if decided:
        test = binomtest(tally.worse, decided, 0.5, alternative="greater")
        interval = binomtest(tally.worse, decided).proportion_ci(0.95, "exact")
        assert tally.p_worse == pytest.approx(test.pvalue, abs=1e-9)
        assert (tally.share_worse.low, tally.share_worse.high) == pytest.approx(interval, abs=1e-9)
    else:
        assert (tally.p_worse, tally.share_worse.value) == (1.0, None)


@given(st.integers(0, 40), st.integers(0, 40), st.data())
@settings(deadline=None)
def test_fisher_is_scipy_s(n: int, other: int, data: st.DataObject) -> None:
    """The one-sided p-value to 1e-9."""
    k, other_k = data.draw(st.integers(0, n)), data.draw(st.integers(0, other))
    expected = fisher_exact([[k, n - k], [other_k, other - other_k]], alternative="greater").pvalue
    assert more_often_p((k, n), (other_k, other)) == pytest.approx(expected, abs=1e-9)
