"""Types become suites by the matrix."""

from typing import Any

from sekisho.change.change_set import change_set
from sekisho.change.matrix import default_matrix
from sekisho.change.plan import BUILT_IN, NEUTRAL, UNCHANGED, plan, select
from sekisho.model.change import Change, ChangeType, Operation, TestPlan
from sekisho.model.facts import FileFacts
from sekisho.model.kinds.policy import ChangeMatrix
from sekisho.model.ref import Kind, Ref

FACTS = (
    FileFacts("p", "b", Kind.PROMPT, "p"),
    FileFacts("g2", "b", Kind.GOLDEN, "two", details={"tags": ["slow"]}),
    FileFacts("g1", "b", Kind.GOLDEN, "one", details={"tags": ["booking"]}),
    FileFacts("s", "b", Kind.SCENARIO, "one", details={"tags": ["booking"]}),
    FileFacts("g3", "b", Kind.GOLDEN, "broken"),
)


def _matrix(rules: dict[str, Any]) -> ChangeMatrix:
    suites = {
        "golden": {},
        "booking": {"cases": "all", "tags": ["booking", "other"]},
        "none": {"cases": "scenarios", "tags": ["nowhere"]},
        "unit": {"cases": "prompts"},
        "intents": {"fields": ["intent"]},
        "lint": {"cases": "lint", "tags": ["booking"]},
    }
    return ChangeMatrix.model_validate({"type": "change-matrix", "suites": suites, "rules": rules})


def _plan(types: str, rules: dict[str, Any] | None, *refs: Ref) -> TestPlan:
    changes = [
        Change(type=ChangeType(name), operation=Operation.CHANGED, path=name, reason="r") for name in types.split()
    ]
    return plan(change_set("b", "h", changes), refs, None if rules is None else _matrix(rules), FACTS)


def test_rows_are_united_and_name_who_asks() -> None:
    """A suite that two types need is listed once, with both."""
    found = _plan("routing prompt", {"prompt": {"must": ["golden"]}, "routing": {"must": ["intents", "golden"]}})
    assert [(suite.name, suite.because) for suite in found.suites] == [
        ("golden", (ChangeType.PROMPT, ChangeType.ROUTING)),
        ("intents", (ChangeType.ROUTING,)),
    ]
    assert found.notes == ()


def test_cases_are_selected_by_source_and_tags() -> None:
    """Any tag selects; a case whose tags could not be read is selected by every suite of its source."""
    (suite,) = _plan("tool", {"tool": {"must": ["booking"]}}).suites
    assert suite.cases == ("golden/broken", "golden/one", "scenario/one")


def test_linting_looks_at_cases_and_holds_none() -> None:
    """The cases of a lint suite are not dialogues to run."""
    (suite,) = _plan("evaluation", {"evaluation": {"must": ["lint"]}}).suites
    assert (suite.cases, suite.linted) == ((), ("golden/broken", "golden/one", "scenario/one"))


def test_suite_without_cases_is_kept() -> None:
    """A suite that selects nothing stays in the plan, so that nobody takes nothing for a pass."""
    (suite,) = _plan("tool", {"tool": {"must": ["none"]}}).suites
    assert suite.cases == ()


def test_unit_suite_is_about_the_prompts_touched() -> None:
    """Prompts that are touched and still there are tested; without any the suite has no subject."""
    rules = {"prompt": {"must": ["unit", "golden"]}}
    gone = Ref(kind=Kind.PROMPT, id="gone")
    assert [suite.prompts for suite in _plan("prompt", rules, Ref(kind=Kind.PROMPT, id="p"), gone).suites] == [
        (),
        ("p",),
    ]
    assert [suite.name for suite in _plan("prompt", rules, gone).suites] == ["golden"]


def test_fields_are_passed_on() -> None:
    """A suite judges only the fields the matrix says."""
    (suite,) = _plan("routing", {"routing": {"must": ["intents"]}}).suites
    assert suite.fields == ("intent",)


def test_all_means_every_suite() -> None:
    """`all` in a row, a row that is missing and a suite that does not exist run everything."""
    prompt = Ref(kind=Kind.PROMPT, id="p")
    every = ["golden", "booking", "none", "unit", "intents", "lint"]
    for rules in ({"tool": {"must": ["all"]}}, {}, {"tool": {"must": ["golden", "typo"]}}):
        assert [suite.name for suite in _plan("tool", rules, prompt).suites] == every


def test_unknown_runs_everything_whatever_the_matrix_says() -> None:
    """No matrix can excuse a change nobody understands."""
    found = _plan("unknown", {"unknown": {"must": []}}, Ref(kind=Kind.PROMPT, id="p"))
    assert len(found.suites) == 6
    assert found.notes == ("every suite runs: a change of unknown type can touch anything",)


def test_notes_say_why_everything_runs() -> None:
    """A hole in the matrix is named."""
    assert _plan("tool", {}).notes == ("every suite runs: the change matrix has no row for tool",)
    assert _plan("tool", {"tool": {"must": ["all", "typo"]}}).notes == (
        "every suite runs: the change matrix asks for typo, which it does not define",
    )


def test_nothing_to_test_says_why() -> None:
    """A plan without suites says whether nothing differs or nothing matters."""
    nothing = plan(change_set("b", "h", ()), (), None, ())
    neutral = Change(type=None, operation=Operation.CHANGED, path="p", reason="r")
    assert (nothing.suites, nothing.notes) == ((), (UNCHANGED,))
    assert plan(change_set("b", "h", [neutral]), (), None, ()).notes == (NEUTRAL,)


def test_recommendations_are_united() -> None:
    """What is recommended twice is said once."""
    rules = {
        "model": {"must": ["golden"], "recommended": ["canary"]},
        "prompt": {"must": ["golden"], "recommended": ["canary", "A/B"]},
    }
    assert _plan("model prompt", rules).recommended == ("canary", "A/B")


def test_built_in_matrix_holds_where_there_is_none() -> None:
    """Without a matrix the design's own table holds, and the plan says so."""
    found = _plan("model", None)
    assert [suite.name for suite in found.suites] == ["golden", "e2e"]
    assert found.notes == (BUILT_IN,)


def test_built_in_matrix_is_complete() -> None:
    """The built-in matrix has a row for every type and defines every suite it asks for."""
    assert set(default_matrix().rules) == set(ChangeType)
    assert {name for row in default_matrix().rules.values() for name in row.must} <= {*default_matrix().suites, "all"}
    assert not any(suite.tags for suite in default_matrix().suites.values())


def test_a_suite_selects_only_cases_it_can_judge() -> None:
    """A case that asserts none of a suite's fields is not selected; where nothing is known of a case, it is."""
    matrix = ChangeMatrix.model_validate(
        {
            "type": "change-matrix",
            "suites": {"branch": {"cases": "golden", "fields": ["intent", "mode"], "coverage": {"edges": 0.5}}},
            "rules": {},
        }
    )
    facts = [
        FileFacts("a", "b", Kind.GOLDEN, "talk", details={"tags": [], "asserts": ["intent", "reply"]}),
        FileFacts("b", "b", Kind.GOLDEN, "find", details={"tags": [], "asserts": ["retrieved"]}),
        FileFacts("c", "b", Kind.GOLDEN, "odd", details={}),
    ]
    suite = select("branch", matrix.suites["branch"], (), facts)
    assert suite.cases == ("golden/odd", "golden/talk")
    assert dict(suite.coverage) == {"edges": 0.5}
