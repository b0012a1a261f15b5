from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sekisho.evaluation.golden_lint import golden_lint
from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.evaluation.settings import RunSettings
from sekisho.model.finding import Severity
from sekisho.model.kinds.case import Concept, GoldenCase, Scenario
from sekisho.model.kinds.policy import SafetyPolicy

MakeCase = Callable[..., GoldenCase]

CONCEPTS = {
    "booked": Concept.model_validate(
        {"variants": {"ja": ["予約が完了"], "en": ["is booked"]}, "negations": {"ja": ["していません"], "en": ["not"]}}
    ),
    "sorry": Concept.model_validate({"variants": {"ja": ["申し訳"]}, "negations": {"ja": ["ません"]}}),
    "fine": Concept.model_validate({"variants": {"ja": ["順調"]}}),
    "done": Concept.model_validate({"variants": {"ja": ["完了"]}, "negations": {"ja": ["とは限らない"]}, "window": 1}),
}
BOOK = {"tool": "book", "arguments": {"date": "18"}}


@pytest.fixture
def lint(settings: RunSettings) -> Callable[[GoldenCase], list[tuple[str, str]]]:
    """Lint one case: the rule and message of every finding."""
    safety = SafetyPolicy(
        type="safety", confirm_before=("book",), prohibited_concepts=("sorry",), prohibited_texts=("限らない",)
    )
    guarded = replace(settings, criteria=Criteria(CONCEPTS, safety))

    def run(case: GoldenCase) -> list[tuple[str, str]]:
        return [(finding.rule, str(finding)) for finding in golden_lint({"golden/a": case}, guarded)]

    return run


GOOD: list[tuple[list[dict[str, Any]], dict[str, Any]]] = [
    (
        [
            {"intent": "book", "mode": "FILL", "slots": {"date": "18", "phone": None}, "next_action": "confirm"},
            {"slots": {}, "retrieved": [], "citations": ["a"], "reply": {"contains": ["4"], "not_contains": ["14"]}},
            {
                "intent": "affirm",
                "slots": {"date": "18"},
                "tools": {"calls": [BOOK]},
                "reply": {"concepts": ["booked"], "not_concepts": ["sorry"], "any_of": ["申し訳", "はい"]},
            },
        ],
        {"outcome": "booked", "slots": {"date": "18"}, "tools": {"match": "unordered", "calls": [BOOK]}},
    ),
    ([{}, {"reply": {"language": "en", "contains": ["ok"]}}], {"tools": {"calls": [BOOK, {"tool": "look"}]}}),
    ([{"tools": {"calls": [{"tool": "book"}]}}], {"next_action": "x"}),
    ([{"reply": {"concepts": ["fine"]}}], {}),
    ([{"tools": {"match": "forbidden", "calls": [BOOK]}, "reply": None}], {"tools": {"match": "none"}}),
    ([{"intent": None, "tools": None, "next_action": "a"}], {"slots": {"date": None}}),
    (
        [{"mode": "FILL", "any_of": [{"intent": "a", "slots": {"date": "18"}}, {"intent": "b", "slots": {}}]}],
        {"any_of": [{"outcome": "booked"}, {"outcome": "handed_over", "slots": {"date": None}}]},
    ),
]


@pytest.mark.parametrize(("turns", "end"), GOOD)
def test_a_good_case_has_no_findings(
    make_case: MakeCase, lint: Callable[[GoldenCase], list[tuple[str, str]]], turns: list[Any], end: Any
) -> None:
    """What a case expects can come true, silence does not pass a task, and near misses fail."""
    assert lint(make_case(*turns, end=end)) == []


@pytest.mark.parametrize(
    ("turns", "end", "message"),
    [
        ([{"reply": {"contains": ["14"], "not_contains": ["14"]}}], {}, "reply.not_contains wants '14'"),
        ([{"reply": {"concepts": ["booked"], "not_concepts": ["booked"]}}], {}, "reply.not_concepts wants 'booked'"),
        ([{"reply": {"concepts": ["sorry"]}}], {}, "safety.reply wants []"),
        ([{"intent": "inform", "tools": {"calls": [BOOK]}}], {}, "safety.tools wants []"),
        ([{"tools": {"match": "none"}}], {"tools": {"calls": [BOOK]}}, "tool_calls wants"),
        ([{"next_action": "a"}], {"next_action": "b"}, "next_action wants 'a'"),
        ([{}], {}, "asserts nothing"),
        ([{"reply": {"concepts": ["nowhere"]}}], {}, "there is no concept 'nowhere'"),
    ],
)
def test_a_case_that_contradicts_itself_is_found(
    make_case: MakeCase, lint: Callable[[GoldenCase], list[tuple[str, str]]], turns: list[Any], end: Any, message: str
) -> None:
    """Nobody can pass it, so it says nothing about anybody."""
    ((rule, text),) = lint(make_case(*turns, end=end))
    assert rule == "golden/unpassable"
    assert message in text
    assert text.startswith("registry/golden/a.yaml:1:1: ")


def test_a_concept_that_denial_does_not_cancel_is_found(
    make_case: MakeCase, lint: Callable[[GoldenCase], list[tuple[str, str]]]
) -> None:
    """Text a case wants anyway can keep a concept alive that the reply denies: a warning, safety set aside."""
    turns = {"reply": {"concepts": ["done"], "contains": ["完了です完了です"]}}
    case = make_case(turns)
    assert [rule for rule, _ in lint(case)] == ["golden/blind"]


def test_a_bot_that_does_nothing_must_not_pass(make_case: MakeCase, settings: RunSettings) -> None:
    """A task whose only proof is that nothing happened proves nothing; a case about what must not happen may."""
    forbidden = make_case({"tools": {"match": "none"}})
    undone = make_case({"tools": {"match": "none"}}, end={"slots": {"date": None}})
    task = Scenario(title="t", language="ja", purpose="task", turns=forbidden.turns)
    chat = Scenario(title="t", language="ja", purpose="non-task", turns=forbidden.turns)
    cases = {"golden/a": forbidden, "golden/b": undone, "scenario/c": task, "scenario/d": chat}
    found = golden_lint(cases, settings)
    assert [(finding.rule, finding.location.path) for finding in found] == [
        ("golden/vacuous", "registry/golden/b.yaml"),
        ("golden/vacuous", "registry/scenarios/c.yaml"),
    ]


def test_findings_are_in_order(make_case: MakeCase, settings: RunSettings) -> None:
    """All cases are looked at, and what is found is sorted by file."""
    bad = make_case({"next_action": "a"}, end={"next_action": "b"})
    found = golden_lint({"scenario/z": bad, "golden/b": bad, "golden/a": bad}, settings)
    assert [finding.location.path for finding in found] == [
        "registry/golden/a.yaml",
        "registry/golden/b.yaml",
        "registry/scenarios/z.yaml",
    ]
    assert {finding.severity for finding in found} == {Severity.ERROR}


def test_every_alternative_must_be_a_way_to_pass(
    make_case: MakeCase, lint: Callable[[GoldenCase], list[tuple[str, str]]]
) -> None:
    """One that nobody can take only looks like tolerance."""
    refused = {"reply": {"contains": ["x"], "not_contains": ["x"]}}
    ((rule, text),) = lint(make_case({"any_of": [{"next_action": "a"}, refused]}))
    assert rule == "golden/unpassable"
    assert "reply.not_contains wants 'x'" in text


def test_alternatives_that_together_allow_anything_are_found(
    make_case: MakeCase, settings: RunSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A matcher that overlooks a kind of mistake is seen by its mutant."""
    monkeypatch.setattr("sekisho.evaluation.matchers.documents.set", lambda _: 0, raising=False)
    found = golden_lint({"golden/a": make_case({"citations": ["k/d"]})}, settings)
    assert [finding.message for finding in found] == [
        "this case still passes with another document cited in turn 1",
    ]
