from typing import Any

import pytest

from sekisho.change.affected import affected
from sekisho.change.change_set import change_set
from sekisho.change.diff import diff
from sekisho.change.pairs import FilePair, Side
from sekisho.model.change import Change, ChangeType
from sekisho.model.facts import FileFacts, Reference
from sekisho.model.ref import Kind, Ref

LABEL = {"id": "hours", "language": "en", "user": "Open?", "a": "Yes.", "b": "No.", "choice": "A"}
OTHER = {**LABEL, "id": "fee", "user": "Free?"}
RUBRIC: dict[str, Any] = {
    "name": "tone",
    "model": "small",
    "criteria": [{"id": "polite"}, {"id": "true"}],
    "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}],
    "provenance": "a test",
    "labels": [LABEL, OTHER],
}


def changes(**fields: Any) -> tuple[Change, ...]:
    """The differences of the rubric with these fields instead."""
    path = "registry/rubrics/tone.yaml"
    before, after = (
        Side(path, "b1", Kind.RUBRIC, "tone", RUBRIC),
        Side(path, "b2", Kind.RUBRIC, "tone", RUBRIC | fields),
    )
    return diff([FilePair(before, after)])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"model": "large"}, "model"),
        ({"parameters": {"seed": 2}}, "parameters.seed"),
        ({"max_chars": 100}, "max_chars"),
        ({"labels": [{**LABEL, "choice": "B"}, OTHER]}, "labels.hours.choice"),
        ({"labels": [OTHER]}, "labels.hours"),
        ({"criteria": [{"id": "polite", "good": "x"}, {"id": "true"}]}, "criteria.polite.good"),
        ({"messages": [{"role": "system", "content": "t"}, RUBRIC["messages"][1]]}, "messages.system.content"),
    ],
)
def test_what_judges_is_a_change_of_evaluation(fields: dict[str, Any], field: str) -> None:
    """Model, prompt, criteria and labels alike, each named by what it is about."""
    assert [(change.type, change.field) for change in changes(**fields)] == [(ChangeType.EVALUATION, field)]


@pytest.mark.parametrize(
    "fields", [{"name": "t"}, {"description": "d"}, {"provenance": "p"}, {"labels": [{**LABEL, "note": "n"}, OTHER]}]
)
def test_what_is_for_readers_has_no_type(fields: dict[str, Any]) -> None:
    """It is seen and needs no test."""
    assert [change.type for change in changes(**fields)] == [None]


def test_the_order_of_labels_means_nothing() -> None:
    """They are told apart by id."""
    assert [change.type for change in changes(labels=[OTHER, LABEL])] == [None]


def test_a_change_of_the_judge_s_model_touches_the_rubric() -> None:
    """Whoever edits a model sees which judge answers differently from then on."""
    path = "registry/models/small.yaml"
    sides = (Side(path, blob, Kind.MODEL, "small", {"model": blob}) for blob in ("m-2026-01-01", "m-2026-02-01"))
    named = Reference(Kind.MODEL, "small", "model", 1, 1)
    facts = [
        FileFacts(path, "b", Kind.MODEL, "small", details={"fallbacks": []}),
        FileFacts("registry/rubrics/tone.yaml", "b", Kind.RUBRIC, "tone", (named,), {"model": "small"}),
    ]
    touched = affected(change_set("base", "head", diff([FilePair(*sides)])), facts)
    assert Ref(kind=Kind.RUBRIC, id="tone") in touched
