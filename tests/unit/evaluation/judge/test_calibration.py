import asyncio
from collections.abc import Callable, Mapping, Sequence

import pytest

from sekisho.errors import ProviderError, UnrecordedError, WeightsError
from sekisho.evaluation.judge.asking import Ask, Asking, Shown, ask_about
from sekisho.evaluation.judge.calibration import calibration
from sekisho.evaluation.judge.pairs import Pair
from sekisho.model.base import Language
from sekisho.model.judge import Calibration, CalibrationState, Outcome
from sekisho.model.kinds.policy import JudgeBar
from sekisho.model.kinds.rubric import Choice, Trap

Judges = Mapping[str, Ask]
MakeAsking = Callable[[Ask], Asking]
Calibrate = Callable[..., Calibration]


@pytest.fixture
def calibrate(asking: MakeAsking, bar: JudgeBar, labels: Sequence[Pair]) -> Calibrate:
    """Hold a judge against the labels, or against others."""

    def held(ask: Ask, pairs: Sequence[Pair] = labels, **stricter: float) -> Calibration:
        judged = asyncio.run(ask_about(pairs, asking(ask)))
        return calibration("r", "blob", "m", judged, bar.model_copy(update=stricter))

    return held


def test_a_perfect_judge_is_calibrated(calibrate: Calibrate, judges: Judges) -> None:
    """Everything agrees, in both languages, and the anchors are ties."""
    found = calibrate(judges["perfect"])
    assert (found.state, found.shortfalls, found.labels, found.missing) == (CalibrationState.PASSED, (), 24, 0)
    assert [row.language for row in found.agreement] == [None, Language.EN, Language.JA]
    assert {(row.kappa, row.tpr.value, row.tnr.value, row.biased.count) for row in found.agreement} == {(1, 1, 1, 0)}
    assert (found.anchors.failures.count, found.anchors.failures.total) == (0, 6)
    assert found.traps[Trap.INJECTION].value == 1


def test_always_the_first_is_position_bias_and_no_opinion(calibrate: Calibrate, judges: Judges) -> None:
    """Every pair is biased towards the first place; none agrees with anybody, not even with a tie."""
    found = calibrate(judges["always_first"])
    row = found.agreement[0]
    assert found.state is CalibrationState.FAILED
    assert (row.biased.count, row.first, row.second, row.agreement.count) == (24, 24, 0, 0)
    assert {one.outcome for one in found.judged if one.a != one.b} == {Outcome.BIASED}
    assert any("anchors" in reason for reason in found.shortfalls)
    assert "kappa 0.00 under the bar 0.6 (en)" in found.shortfalls


def test_an_obedient_judge_loses_both_rates(calibrate: Calibrate, judges: Judges) -> None:
    """Orders in replies make worse look better (TPR) and better or equal look worse (TNR): half of each here."""
    found = calibrate(judges["obedient"])
    row = found.agreement[0]
    assert (row.tpr.value, row.tnr.value, row.biased.count) == (0.5, 0.5, 0)
    assert found.traps[Trap.INJECTION].value == 0
    assert found.state is CalibrationState.FAILED
    assert "TNR 0.50 under the bar 0.9 (ja)" in found.shortfalls


def test_a_restless_judge_fails_its_anchors_alone(calibrate: Calibrate, judges: Judges) -> None:
    """Its opinions are right, and still it is not calibrated: where nothing differs it sees a difference."""
    found = calibrate(judges["restless"])
    assert found.agreement[0].agreement.value == 1
    assert found.shortfalls == ("6 of 6 anchors were not called a tie, over the bar 0.05",)


def test_the_bar_holds_in_every_language(calibrate: Calibrate, judges: Judges) -> None:
    """A judge that is blind in Japanese is not calibrated, however good it is in English."""

    async def english_only(shown: Shown) -> Choice:
        return await judges["perfect"](shown) if shown.language is Language.EN else Choice.TIE

    found = calibrate(english_only)
    assert found.state is CalibrationState.FAILED
    assert all("(ja)" in reason for reason in found.shortfalls)


@pytest.mark.parametrize("error", [UnrecordedError("k" * 64, "r"), ProviderError("refused")])
def test_missing_answers_are_never_calibrated(calibrate: Calibrate, judges: Judges, error: Exception) -> None:
    """One label without an answer leaves it open, and says so."""

    async def forgetful(shown: Shown) -> Choice:
        if shown.user == "u3" and shown.language is Language.JA:
            raise error
        return await judges["perfect"](shown)

    found = calibrate(forgetful)
    assert (found.state, found.missing) == (CalibrationState.INCONCLUSIVE, 3)
    assert found.shortfalls == ("3 of 30 labels have no answer",)
    assert {one.reason for one in found.judged if one.outcome is Outcome.MISSING} == {str(error)}


def test_no_labels_are_never_calibrated(calibrate: Calibrate, judges: Judges, labels: Sequence[Pair]) -> None:
    """Nor are anchors alone, few labels, labels without anchors, or labels that are never worse."""
    sets: list[Sequence[Pair]] = [
        (),
        [pair for pair in labels if pair.is_anchor],
        labels[:9],
        [pair for pair in labels if not pair.is_anchor],
        [pair for pair in labels if pair.human is not Choice.A],
        [pair for pair in labels if pair.human is Choice.A],
    ]
    found = [calibrate(judges["perfect"], pairs, min_labels=4) for pairs in sets]
    assert {one.state for one in found} == {CalibrationState.INCONCLUSIVE}
    assert found[0].shortfalls == ("the rubric has no labelled pairs", "no anchor was answered")
    assert "no labelled pair is worse (en)" in found[4].shortfalls
    assert "no labelled pair is not worse (en)" in found[5].shortfalls
    few = calibrate(judges["perfect"], min_labels=13)
    assert few.shortfalls == tuple(f"12 labelled pairs, at least 13 are wanted ({code})" for code in ("en", "ja"))


def test_every_pair_is_shown_both_ways_and_an_anchor_once(asking: MakeAsking, labels: Sequence[Pair]) -> None:
    """No answer is asked for that could not matter, and none is left out."""
    seen: list[Shown] = []

    async def witness(shown: Shown) -> Choice:
        seen.append(shown)
        return Choice.TIE

    asyncio.run(ask_about(labels, asking(witness)))
    pairs = [pair for pair in labels if not pair.is_anchor]
    orders = [(pair.a, pair.b) for pair in pairs] + [(pair.b, pair.a) for pair in pairs]
    anchors = [(pair.a, pair.b) for pair in labels if pair.is_anchor]
    assert sorted((shown.first, shown.second) for shown in seen) == sorted(orders + anchors)


def test_a_text_that_is_too_long_is_never_shown(asking: MakeAsking) -> None:
    """It has an outcome of its own and no call is made for it."""

    async def never(shown: Shown) -> Choice:
        raise AssertionError(shown)

    long = Pair("p", Language.EN, "u", "good", "bad" * 30)
    (one,) = asyncio.run(ask_about([long], asking(never)))
    assert (one.outcome, one.forward, one.reason) == (Outcome.TOO_LONG, None, "longer than 80 characters")


def test_what_nobody_can_answer_without_stops_the_work(asking: MakeAsking, labels: Sequence[Pair]) -> None:
    """Missing weights are no answer to be counted: the command could not run."""

    async def broken(shown: Shown) -> Choice:
        raise WeightsError(f"no weights for {shown.language}")

    with pytest.raises(WeightsError, match="no weights"):
        asyncio.run(ask_about(labels, asking(broken)))
