"""Cases that ask a knowledge base itself."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from sekisho.errors import WorkflowError
from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.cost import COST_PER_CASE
from sekisho.evaluation.metrics.latency import LATENCY_P50
from sekisho.evaluation.metrics.tally import measure
from sekisho.evaluation.metrics.tokens import TOKENS_PER_CASE
from sekisho.evaluation.runner import ONLY, Watch, run_sides
from sekisho.evaluation.settings import RunSettings
from sekisho.model.base import Language
from sekisho.model.kinds.case import GoldenCase, Search
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.trace import Conversation

MakeCase = Callable[..., GoldenCase]


class Silent:
    """A progress that says nothing."""

    def start(self, label: str, total: int) -> None:
        """Say nothing."""

    def advance(self, steps: int = 1) -> None:
        """Say nothing."""

    def finish(self) -> None:
        """Say nothing."""


class Talker:
    """A target that holds dialogues only; none is asked for here."""

    async def converse(self, utterances: Sequence[str], **_: Any) -> Conversation:
        """Fail: a search holds no dialogue."""
        raise AssertionError(utterances)


class Library(Talker):
    """A target whose one base finds what it was given for each question."""

    def __init__(self, shelves: dict[str, list[str]]) -> None:
        self.shelves = shelves

    def search(self, question: str, search: Search, language: Language) -> list[str]:
        """Return what stands under the question. Raises WorkflowError for any base but `faq`."""
        assert language is Language.JA
        if search.knowledge != "faq":
            raise WorkflowError("no such base", code="exec.search")
        return self.shelves[question]


def _run(case: GoldenCase, target: Any, settings: RunSettings) -> CaseResult:
    held = asyncio.run(run_sides({"golden/a": case}, {ONLY: target}, settings, Watch(Silent())))
    (result,) = held[ONLY]
    return result


@pytest.fixture
def search(make_case: MakeCase) -> Callable[..., GoldenCase]:
    """A search for the given documents in the base `faq`."""

    def make(*expected: list[str], base: str = "faq") -> GoldenCase:
        return make_case(*({"retrieved": documents} for documents in expected), search={"knowledge": base})

    return make


def test_what_is_found_is_judged_without_a_dialogue(search: Callable[..., GoldenCase], settings: RunSettings) -> None:
    """Every turn is a question of its own; an empty list expects that nothing is found."""
    library = Library({"utterance 0": ["faq/a", "faq/b"], "utterance 1": []})
    result = _run(search(["faq/b"], []), library, settings)
    assert (result.state, result.search) == (CaseState.PASSED, "faq")
    assert [turn.retrieved for turn in result.turns] == [("faq/a", "faq/b"), ()]
    assert _run(search([], []), library, settings).state is CaseState.FAILED


def test_a_missing_base_fails_the_case(search: Callable[..., GoldenCase], settings: RunSettings) -> None:
    """A side that does not have the base has answered wrongly, not unjudgeably."""
    result = _run(search(["faq/a"], ["faq/a"], base="gone"), Library({}), settings)
    assert (result.state, len(result.turns)) == (CaseState.FAILED, 1)


def test_a_target_that_cannot_be_searched_spoils_the_case(
    search: Callable[..., GoldenCase], settings: RunSettings
) -> None:
    """What cannot be asked is not judged."""
    result = _run(search(["faq/a"]), Talker(), settings)
    assert (result.state, "no knowledge base" in result.reason) == (CaseState.INVALID, True)


def test_a_search_is_no_dialogue_of_no_tokens(search: Callable[..., GoldenCase], settings: RunSettings) -> None:
    """Figures about dialogues leave it out, as if it had not been."""
    result = _run(search(["faq/a"]), Library({"utterance 0": ["faq/a"]}), settings)
    dialogue = replace_search(result)
    for metric in (TOKENS_PER_CASE, COST_PER_CASE, LATENCY_P50):
        assert measure([metric], [result], Catalogue())[0].value is None
        assert measure([metric], [dialogue], Catalogue())[0].value == 0


def replace_search(result: CaseResult) -> CaseResult:
    """Return the same result as if a dialogue had been held."""
    return result.model_copy(update={"search": ""})
