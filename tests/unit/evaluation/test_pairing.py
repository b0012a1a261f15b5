from collections.abc import Callable
from typing import Any

import pytest

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.trials import Trials
from sekisho.evaluation.pairing import Sides, pair_up, side_by_side
from sekisho.model.run import CaseResult, Check
from sekisho.model.trace import Stage
from sekisho.model.verdict import CasePair, Pairing

MakeResult = Callable[..., CaseResult]


@pytest.fixture
def pair(make_result: MakeResult) -> Callable[..., CasePair]:
    """Pair up the trials of one case: `pair("pf", "pp")` passed and failed on the baseline, passed twice after."""
    names = {"p": "passed", "f": "failed", "i": "invalid", "u": "unrecorded"}

    def make(baseline: str, candidate: str, **fields: Any) -> CasePair:
        sides = [
            Trials([make_result(trial=n, state=names[state], **fields) for n, state in enumerate(states)])
            for states in (baseline, candidate)
        ]
        return pair_up(Sides("golden/a", *sides), Catalogue(), quarantined=False)

    return make


@pytest.mark.parametrize(
    ("baseline", "candidate", "pairing"),
    [
        ("p", "p", Pairing.PASSED),
        ("p", "f", Pairing.BROKEN),
        ("f", "p", Pairing.FIXED),
        ("f", "f", Pairing.FAILED),
        ("ppf", "pff", Pairing.BROKEN),
        ("ppfff", "ppppp", Pairing.UNSTABLE),
        ("ppppp", "pppff", Pairing.UNSTABLE),
        ("p", "i", Pairing.NOT_COMPARED),
        ("u", "p", Pairing.NOT_COMPARED),
        ("pp", "p", Pairing.NOT_COMPARED),
        ("", "p", Pairing.NOT_COMPARED),
    ],
)
def test_what_became_of_a_case(pair: Callable[..., CasePair], baseline: str, candidate: str, pairing: Pairing) -> None:
    """Most trials decide; an unstable, unjudged or one-sided case is not compared."""
    assert pair(baseline, candidate).pairing is pairing


@pytest.mark.parametrize(
    ("baseline", "candidate", "note"),
    [
        ("p", "p", ""),
        ("", "p", "not run on the baseline"),
        ("p", "", "not run on the candidate"),
        ("p", "i", "invalid on the candidate: down"),
        ("u", "p", "unrecorded on the baseline: down"),
        ("ppfff", "ppppp", "unstable on the baseline: 2 of 5 trials passed"),
        ("pp", "p", "the sides ran different trials"),
    ],
)
def test_the_note_says_why_not(pair: Callable[..., CasePair], baseline: str, candidate: str, note: str) -> None:
    """A case that was not compared says why."""
    assert pair(baseline, candidate, reason="down").note == note


def test_an_unjudged_case_without_a_reason_has_none(pair: Callable[..., CasePair]) -> None:
    """The state alone is the note where nothing more is known."""
    assert pair("p", "i").note == "invalid on the candidate"


def test_must_pass_on_either_side_counts(pair: Callable[..., CasePair]) -> None:
    """A case is must-pass when either side says so."""
    assert pair("p", "p", must_pass=True).must_pass
    assert not pair("p", "p").must_pass


def test_the_first_trial_that_differs_shows_where(make_result: MakeResult, make_turn: Callable[..., Any]) -> None:
    """The turn and stage of the first divergence are found in the first trial that has one."""
    same = make_result(turns=[make_turn()])
    other = make_result(turns=[make_turn(slots={"x": "1"})])
    sides = Sides("golden/a", Trials([same, same]), Trials([same, other]))
    found = pair_up(sides, Catalogue(), quarantined=True)
    assert (found.diverged_turn, found.diverged_stage, found.quarantined) == (0, Stage.SLOT, True)
    alike = pair_up(Sides("golden/a", Trials([same]), Trials([same])), Catalogue(), quarantined=False)
    assert (alike.diverged_turn, alike.diverged_stage) == (None, None)


def test_the_cause_most_trials_share_is_named(make_result: MakeResult, make_check: Callable[..., Check]) -> None:
    """With several failing trials the majority names the cause; under two thirds that is said."""
    failing = {
        code: make_result(state="failed", checks=[make_check(0, field, "a", "b", code)])
        for field, code in (("intent", "IR.intent"), ("reply.contains", "NLG.keyword"), ("mode", "mode.wrong"))
    }
    passed = Trials([make_result()] * 3)
    intent, reply, mode = failing.values()
    agreed = pair_up(Sides("golden/a", passed, Trials([reply, intent, intent])), Catalogue(), quarantined=False)
    assert agreed.cause is not None
    assert (agreed.cause.code, agreed.note) == ("IR.intent", "")
    split = pair_up(Sides("golden/a", passed, Trials([reply, intent, mode])), Catalogue(), quarantined=False)
    assert split.cause is not None
    assert (split.cause.code, split.note) == ("NLG.keyword", "unstable cause: the failing trials disagree")


def test_cases_of_both_sides_are_found(make_result: MakeResult) -> None:
    """Every case of either side is there once, by id, its trials in order."""
    baseline = [make_result("golden/b", trial=1), make_result("golden/b"), make_result("golden/a")]
    sides = list(side_by_side(baseline, [make_result("golden/c")]))
    assert [one.case for one in sides] == ["golden/a", "golden/b", "golden/c"]
    assert [result.trial for result in sides[1].baseline.results] == [0, 1]
    assert sides[2].baseline.results == ()
