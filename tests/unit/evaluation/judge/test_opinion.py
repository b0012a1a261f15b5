import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from sekisho.errors import UnrecordedError
from sekisho.evaluation.judge.asking import Ask, Asking, Shown, ask_about
from sekisho.evaluation.judge.calibration import calibration
from sekisho.evaluation.judge.figures import proportion
from sekisho.evaluation.judge.opinion import bias, chosen, drift, opinion
from sekisho.evaluation.judge.pairs import Pair, Sample, replies
from sekisho.model.base import Language
from sekisho.model.judge import Anchors, AnchorSource, Opinion
from sekisho.model.kinds.policy import JudgeBar
from sekisho.model.kinds.rubric import Choice
from sekisho.model.run import CaseResult, Run, RunHeader
from sekisho.serialize import digest

Judges = Mapping[str, Ask]
MakeAsking = Callable[[Ask], Asking]
Texts = Mapping[str, Sequence[tuple[str, str]]]
HEADER = RunHeader(
    revision="r", suites=(), cases=1, evaluation="e", behaviour="b", models=(), tool_version="1", answers="replay"
)


def run_of(cases: Mapping[str, Sequence[dict[str, Any]]]) -> Run:
    """A run of these dialogues."""
    turns = {
        case: [{"user": f"u{n}", "language": case[:2]} | turn for n, turn in enumerate(said)]
        for case, said in cases.items()
    }
    results = [
        CaseResult.model_validate({"case": case, "state": "passed", "turns": said}) for case, said in turns.items()
    ]
    return Run(header=HEADER, results=tuple(results))


def pair_of_runs(cases: Texts) -> tuple[Run, Run]:
    """Two runs whose replies are given in pairs."""
    left = run_of({case: [{"reply": a} for a, _ in said] for case, said in cases.items()})
    right = run_of({case: [{"reply": b} for _, b in said] for case, said in cases.items()})
    return left, right


@pytest.fixture
def opine(asking: MakeAsking, bar: JudgeBar, labels: Sequence[Pair], judges: Judges) -> Callable[..., Opinion]:
    """What a judge says of two runs; it was perfect when it was calibrated."""

    def said(ask: Ask, cases: Texts, **other: Any) -> Opinion:
        known = calibration("r", "b", "m", asyncio.run(ask_about(labels, asking(judges["perfect"]))), bar)
        held = bar.model_copy(update=other)
        return asyncio.run(opinion(chosen(pair_of_runs(cases), held), asking(ask), known, held, 0.05))

    return said


MIXED: Texts = {
    "en-1": [("good a", "bad a"), ("fair same", "fair same")],
    "en-2": [("bad b", "good b"), ("fair c", "fair d")],
    "ja-1": [("good a", "bad e")],
}


def test_wins_ties_and_losses_by_language(opine: Callable[..., Opinion], judges: Judges) -> None:
    """Each distinct pair counts once; equal replies decide nothing; English and Japanese are told apart."""
    found = opine(judges["perfect"], MIXED)
    assert [(t.language, t.better, t.worse, t.tie, t.biased) for t in found.tallies] == [
        (None, 1, 2, 1, 0),
        (Language.EN, 1, 1, 1, 0),
        (Language.JA, 0, 1, 0, 0),
    ]
    assert (found.pairs, found.turns, found.same, found.left_out, found.drift) == (4, 4, 1, 0, ())
    assert [(one.source, one.failures.count, one.failures.total) for one in found.anchors] == [
        (AnchorSource.SHARED, 0, 1),
        (AnchorSource.BASELINE, 0, 4),
        (AnchorSource.CANDIDATE, 0, 4),
    ]


def test_the_same_texts_are_one_pair(opine: Callable[..., Opinion], judges: Judges) -> None:
    """Fifty dialogues with one changed template are one piece of evidence, which stands for fifty turns."""
    found = opine(judges["perfect"], {f"en-{n}": [("good", "bad")] for n in range(50)})
    assert (found.pairs, found.turns, found.tallies[0].worse) == (1, 50, 1)
    assert (found.judged[0].id, found.judged[0].turns) == ("en-0#1", 50)


def test_equal_runs_ask_nothing(opine: Callable[..., Opinion]) -> None:
    """Without a reply that differs the judge is not called, not even for anchors."""

    async def never(shown: Shown) -> Choice:
        raise AssertionError(shown)

    found = opine(never, {"en-1": [("good", "good")]})
    assert (found.pairs, found.same, found.judged, found.anchors) == (0, 1, (), ())


def test_the_number_of_pairs_is_bounded(opine: Callable[..., Opinion], judges: Judges) -> None:
    """What is over the bound is counted, and which pairs are judged does not depend on names of cases."""
    cases = {f"en-{n}": [(f"good {n}", f"bad {n}")] for n in range(9)}
    found = opine(judges["perfect"], cases, max_comparisons=4)
    renamed = opine(
        judges["perfect"], {f"en-x{9 - n}": said for n, said in enumerate(cases.values())}, max_comparisons=4
    )
    assert (found.pairs, found.left_out, len(found.judged)) == (9, 5, 4)
    assert {one.a for one in found.judged} == {one.a for one in renamed.judged}


def test_a_sample_is_the_first_of_all_distinct_pairs() -> None:
    """However many pairs pass by, in whatever order: the same few are held, each with the number of its turns."""
    pairs = [Pair(f"en-{n}#1", Language.EN, "u", f"a {n % 30}", "b") for n in range(180)]
    found = []
    for order in (pairs, pairs[::-1]):
        sample = Sample(4)
        for pair in order:
            sample.add(pair)
        assert (sample.distinct, sample.turns) == (30, 180)
        assert {pair.turns for pair in sample.pairs} == {6}
        found.append([pair.a for pair in sample.pairs])
    everything = sorted({pair.a for pair in pairs}, key=lambda a: digest(["u", a, "b"]))
    assert found == [everything[:4]] * 2
    assert sample.pairs[0].id == next(pair.id for pair in pairs[::-1] if pair.a == everything[0])


def test_equal_texts_in_two_languages_are_two_pairs() -> None:
    """What a judge is told differs with the language, so both are asked about, in the order they were found."""
    sample = Sample(2)
    for language in (Language.JA, Language.EN, Language.JA):
        sample.add(Pair(f"{language}#1", language, "u", "a", "b"))
    assert [(pair.id, pair.turns) for pair in sample.pairs] == [("ja#1", 2), ("en#1", 1)]


def test_a_dialogue_counts_until_its_sides_decide_differently() -> None:
    """The turn that decides differently still has the same history; those after it belong to another dialogue."""
    left = run_of({"en-1": [{"reply": "a"}, {"reply": "b", "intent": "x"}, {"reply": "c"}]})
    right = run_of({"en-1": [{"reply": "A"}, {"reply": "B", "intent": "y"}, {"reply": "C"}]})
    assert {(pair.id, pair.a, pair.b) for pair in replies(left, right)} == {("en-1#1", "a", "A"), ("en-1#2", "b", "B")}


def test_turns_without_a_counterpart_are_no_pairs() -> None:
    """Other words of the user and all that follows them, an empty reply, a case of one run alone."""
    left = run_of(
        {
            "en-1": [{"reply": "a", "user": "x"}, {"reply": "e"}],
            "en-2": [{"reply": ""}, {"reply": "b"}],
            "en-3": [{"reply": "z"}],
        }
    )
    right = run_of({"en-1": [{"reply": "a", "user": "y"}, {"reply": "f"}], "en-2": [{"reply": "c"}, {"reply": "d"}]})
    assert [pair.id for pair in replies(left, right)] == ["en-2#2"]


def test_a_judge_that_drifts_is_seen_by_its_anchors(opine: Callable[..., Opinion], judges: Judges) -> None:
    """It was perfect when it was calibrated and calls identical replies different today."""
    found = opine(judges["restless"], MIXED)
    assert found.tallies[0].worse == 2
    assert "4 of 4 baseline anchors were not called a tie, more than the bar 0.05 allows" in found.drift


def test_a_candidate_that_upsets_the_judge_is_seen_on_its_side(opine: Callable[..., Opinion], judges: Judges) -> None:
    """Identical replies with an order in them are no tie to it, and only the candidate's have one."""

    async def upset(shown: Shown) -> Choice:
        return Choice.A if "order" in shown.first + shown.second else await judges["perfect"](shown)

    cases = {f"en-{n}": [(f"good {n}", f"bad {n} order")] for n in range(6)}
    found = opine(upset, cases)
    assert "anchors fail more often on the candidate's replies than on the baseline's" in found.drift
    assert any("position-biased, more than in the calibration" in sign for sign in found.drift)
    assert found.tallies[0].biased == 6


def test_missing_answers_are_counted_apart(opine: Callable[..., Opinion]) -> None:
    """They are neither ties nor losses, for anchors as well."""

    async def silent(shown: Shown) -> Choice:
        raise UnrecordedError("k" * 64, shown.user)

    found = opine(silent, MIXED)
    assert (found.tallies[0].missing, found.tallies[0].tie, found.drift) == (4, 0, ())
    assert [one.missing for one in found.anchors] == [1, 4, 4]


@pytest.mark.parametrize(
    ("calibrated", "today", "signs"),
    [
        ((0, 8), (0, 5), 0),
        ((0, 8), (1, 5), 0),
        ((4, 40), (5, 5), 1),
        ((0, 60), (2, 9), 1),
        ((0, 0), (0, 0), 0),
    ],
)
def test_drift_needs_evidence(calibrated: tuple[int, int], today: tuple[int, int], signs: int) -> None:
    """One anchor in five may be chance under a bar of 0.2; many, or more than before, are not."""
    known = Anchors(source=AnchorSource.LABELS, failures=proportion(*calibrated))
    found = [Anchors(source=AnchorSource.SHARED, failures=proportion(*today))]
    assert len(list(drift(known, found, 0.2, 0.05))) == signs


def test_a_bar_of_no_failure_allows_none() -> None:
    """One failure is more than none, whatever the number of anchors."""
    known = Anchors(source=AnchorSource.LABELS, failures=proportion(0, 8))
    found = [Anchors(source=AnchorSource.SHARED, failures=proportion(1, 50))]
    assert list(drift(known, found, 0.0, 0.05)) == [
        "1 of 50 shared anchors were not called a tie, more than the bar 0 allows"
    ]


def test_usual_bias_is_no_drift(opine: Callable[..., Opinion], judges: Judges) -> None:
    """Bias is held against that of the calibration."""
    found = opine(judges["perfect"], MIXED)
    assert list(bias(found.calibration, found.tallies[0], 0.05)) == []
