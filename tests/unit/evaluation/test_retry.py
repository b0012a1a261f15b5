import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from sekisho.evaluation.retry import RETRIES, tried_again, worth_another_try
from sekisho.evaluation.runner import BASELINE, CANDIDATE, PairResults, Watch, run_sides
from sekisho.evaluation.settings import RunSettings
from sekisho.model.kinds.case import CaseBase, GoldenCase
from sekisho.model.run import CaseState
from sekisho.model.trace import Conversation, MissingAnswer, TurnTrace

MakeCase = Callable[..., GoldenCase]


class Quiet:
    """Progress that draws nothing."""

    def start(self, label: str, total: int) -> None:
        """Nothing."""

    def advance(self, steps: int = 1) -> None:
        """Nothing."""

    def finish(self) -> None:
        """Nothing."""


class Scripted:
    """Answers each trial with the intent of the script; None is an answer nobody recorded. Notes what it was asked."""

    def __init__(self, *intents: str | None) -> None:
        self._intents = intents
        self.asked: list[int] = []

    async def converse(self, utterances: Sequence[str], *, trial: int, language: Any, **_: Any) -> Conversation:
        """Hold one turn."""
        self.asked.append(trial)
        intent = self._intents[trial] if trial < len(self._intents) else None
        if intent is None:
            return Conversation(turns=(), missing=(MissingAnswer(prompt="p", key="k"),))
        return Conversation(turns=[TurnTrace(user=utterances[0], language=language, intent=intent)])


def _run(case: CaseBase, targets: Mapping[str, Scripted], settings: RunSettings) -> PairResults:
    async def both() -> PairResults:
        cases = {"golden/a": case}
        held = PairResults(**await run_sides(cases, targets, settings, Watch(Quiet())))
        failed = worth_another_try(held.candidate)
        further = await tried_again(cases, targets, settings, failed, Quiet())
        return PairResults(held.baseline + further.baseline, held.candidate + further.candidate)

    return asyncio.run(both())


@pytest.fixture
def vital(make_case: MakeCase) -> GoldenCase:
    """A must-pass case of one turn."""
    return make_case({"intent": "book"}, must_pass=True)


def test_a_failing_must_pass_case_is_tried_again_on_both_sides(vital: GoldenCase, settings: RunSettings) -> None:
    """Three further trials with numbers of their own, in order behind the first."""
    targets = {BASELINE: Scripted(*["book"] * 4), CANDIDATE: Scripted("faq", "book", "faq", "book")}
    results = _run(vital, targets, settings)
    assert [one.trial for one in results.baseline] == list(range(1 + RETRIES))
    states = [one.state for one in results.candidate]
    assert states == [CaseState.FAILED, CaseState.PASSED, CaseState.FAILED, CaseState.PASSED]
    assert targets[BASELINE].asked == targets[CANDIDATE].asked == [0, 1, 2, 3]


@pytest.mark.parametrize(("must_pass", "answer"), [(True, "book"), (False, "faq")])
def test_nothing_else_is_tried_again(make_case: MakeCase, settings: RunSettings, must_pass: bool, answer: str) -> None:
    """Neither a must-pass case that holds nor another case that fails."""
    targets = {BASELINE: Scripted("book"), CANDIDATE: Scripted(answer)}
    results = _run(make_case({"intent": "book"}, must_pass=must_pass), targets, settings)
    assert (len(results.baseline), len(results.candidate)) == (1, 1)


def test_a_try_that_one_side_cannot_judge_is_dropped(vital: GoldenCase, settings: RunSettings) -> None:
    """In replay nobody recorded the further answers: the failure stands as it is, and nothing is unrecorded."""
    targets = {BASELINE: Scripted("book", "book", None, "book"), CANDIDATE: Scripted("faq", "faq", "faq")}
    results = _run(vital, targets, settings)
    assert [one.trial for one in results.candidate] == [one.trial for one in results.baseline] == [0, 1]
    assert all(one.state is not CaseState.UNRECORDED for one in (*results.baseline, *results.candidate))
