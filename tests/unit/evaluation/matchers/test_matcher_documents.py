from collections.abc import Callable

import pytest

from sekisho.evaluation.matchers.documents import check_citations, check_retrieved
from sekisho.model.kinds.case import TurnExpectation
from sekisho.model.trace import TurnTrace

Expect = Callable[..., TurnExpectation]
MakeTurn = Callable[..., TurnTrace]


@pytest.mark.parametrize(
    ("wanted", "found", "passed"),
    [
        (["a"], ["b", "a"], True),
        (["a", "b"], ["a"], False),
        ([], [], True),
        ([], ["a"], False),
        (None, ["a"], False),
    ],
)
def test_retrieval_must_include_the_golden_documents(
    expect: Expect, make_turn: MakeTurn, wanted: list[str] | None, found: list[str], passed: bool
) -> None:
    """More may be found than is asked for; an empty list or null asserts that nothing is."""
    (check,) = check_retrieved(expect(retrieved=wanted), make_turn(retrieved=found), 0)
    assert (check.passed, check.code) == (passed, "exec.retrieval")


@pytest.mark.parametrize(
    ("wanted", "cited", "passed"),
    [(["a", "b"], ["b", "a"], True), (["a"], ["a", "b"], False), ([], [], True), (None, ["a"], False)],
)
def test_citations_must_be_exactly_the_golden_ones(
    expect: Expect, make_turn: MakeTurn, wanted: list[str] | None, cited: list[str], passed: bool
) -> None:
    """A citation too many is as wrong as one too few; their order is free."""
    (check,) = check_citations(expect(citations=wanted), make_turn(citations=cited), 0)
    assert (check.passed, check.code) == (passed, "NLG.citation")


def test_absent_asserts_nothing(expect: Expect, make_turn: MakeTurn) -> None:
    """Without the keys nothing is checked."""
    turn = make_turn(retrieved=["a"], citations=["a"])
    assert [*check_retrieved(expect(), turn, 0), *check_citations(expect(), turn, 0)] == []
