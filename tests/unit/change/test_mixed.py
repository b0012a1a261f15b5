"""Evaluation and behaviour may not change together."""

import pytest

from sekisho.change.change_set import change_set
from sekisho.model.change import Change, ChangeType, Operation
from sekisho.model.finding import Finding
from sekisho.model.ref import Kind, Ref


def _change(kind_of_change: ChangeType | None, path: str = "p", ref: Ref | None = None, field: str = "") -> Change:
    return Change(type=kind_of_change, operation=Operation.CHANGED, path=path, ref=ref, field=field, reason="r")


def _findings(*changes: Change) -> tuple[Finding, ...]:
    return change_set("b", "h", changes).findings


@pytest.mark.parametrize("behaviour", ["model", "prompt", "routing", "tool", "knowledge"])
def test_evaluation_with_any_behaviour_is_refused(behaviour: str) -> None:
    """Each type of behaviour conflicts with evaluation, whichever comes first."""
    pair = [_change(ChangeType.EVALUATION, "golden"), _change(ChangeType(behaviour), "other")]
    for order in (pair, pair[::-1]):
        (finding,) = _findings(*order)
        assert (finding.rule, finding.location.path) == ("change/mixed-evaluation", "golden")
        assert finding.found == "evaluation in golden; behaviour in other"


@pytest.mark.parametrize("alone", [ChangeType.EVALUATION, ChangeType.PROMPT, ChangeType.UNKNOWN, None])
def test_one_side_alone_is_fine(alone: ChangeType | None) -> None:
    """Neutral edits may ride with anything."""
    assert _findings(_change(alone), _change(alone), _change(None)) == ()


def test_what_is_not_understood_counts_as_what_the_file_is_for() -> None:
    """A broken golden case judges, a broken prompt and a file of no kind act."""
    golden = _change(ChangeType.UNKNOWN, "g", Ref(kind=Kind.GOLDEN, id="g"))
    prompt = _change(ChangeType.UNKNOWN, "p", Ref(kind=Kind.PROMPT, id="p"))
    ticket = _change(ChangeType.UNKNOWN, "t", Ref(kind=Kind.CHANGE, id="CHG-0001"))
    nothing = _change(ChangeType.UNKNOWN, "n")
    judge = _change(ChangeType.EVALUATION, "e")
    assert _findings(judge, golden, ticket) == ()
    assert _findings(golden, prompt)
    assert _findings(judge, prompt)
    assert _findings(judge, nothing)


def test_parts_of_files_are_named_and_long_lists_cut() -> None:
    """The message says which part of which file, and stays short."""
    judges = [_change(ChangeType.EVALUATION, "p", field=f"testData.{number}") for number in range(3)]
    acts = [_change(ChangeType.PROMPT, f"q{number}") for number in range(9)]
    (finding,) = _findings(*judges, *acts)
    assert finding.found == "evaluation in p (testData); behaviour in q0, q1, q2, q3, q4 and 4 more"


def test_types_are_in_the_order_of_the_enum() -> None:
    """The types of a change set do not depend on the order of its files."""
    changes = [_change(ChangeType.TOOL), _change(None), _change(ChangeType.MODEL), _change(ChangeType.TOOL)]
    assert change_set("b", "h", changes).types == (ChangeType.MODEL, ChangeType.TOOL)
