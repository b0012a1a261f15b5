"""A test plan as people read it."""

import re
from typing import Any

from sekisho.model.base import Language
from sekisho.model.change import Change, ChangeSet, ChangeType, Operation, PlannedSuite, TestPlan
from sekisho.model.finding import Finding
from sekisho.model.ref import Kind, Location, Ref
from sekisho.report.plan import SHOWN, plan_text, touched
from sekisho.report.wording import words

ENGLISH = words(Language.EN)


def _change(path: str, kind_of_change: ChangeType | None = None, **more: str) -> Change:
    return Change.model_validate(
        {"type": kind_of_change, "operation": Operation.CHANGED, "path": path, "reason": "because", **more}
    )


def _plan(*changes: Change, **more: Any) -> TestPlan:
    types = tuple(kind for kind in ChangeType if any(change.type is kind for change in changes))
    findings = more.pop("findings", ())
    change_set = ChangeSet(base="a" * 40, head="working tree", changes=changes, types=types, findings=findings)
    return TestPlan.model_validate({"change_set": change_set, "affected": (), "suites": (), **more})


def _plain(plan: TestPlan) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", plan_text(plan, width=200))


def test_headline_names_both_sides_and_the_types() -> None:
    """The first line is the answer."""
    assert _plain(_plan(_change("registry/x", ChangeType.TOOL))).startswith("aaaaaaaaaaaa → working tree: tool\n")
    assert _plain(_plan()).startswith("aaaaaaaaaaaa → working tree: no behaviour change\n")


def test_changes_with_a_type_come_first() -> None:
    """What matters is above what does not, each with its field and reason."""
    plan = _plan(
        _change("registry/a", None, reason="neutral"),
        _change("registry/b", ChangeType.PROMPT, field="messages", old_path="registry/c"),
        _change("registry/d", ChangeType.PROMPT, old_path="registry/c"),
    )
    shown = _plain(plan)
    assert shown.index("registry/b messages") < shown.index("registry/a")
    assert shown.count("(was registry/c)") == 1


def test_files_outside_the_registry_are_counted() -> None:
    """A thousand program files are one line for each reason."""
    plan = _plan(*(_change(f"scripts/{number}.py", reason="program") for number in range(1000)), _change("docs/x.md"))
    shown = _plain(plan)
    assert "1000 files (scripts/0.py, …)" in shown
    assert "docs/x.md" in shown
    assert "scripts/1.py" not in shown


def test_long_plans_are_cut_and_say_so() -> None:
    """A reader is told how much is not shown."""
    plan = _plan(*(_change(f"registry/{number}", ChangeType.MODEL) for number in range(SHOWN + 3)))
    assert "3 more" in _plain(plan)


def test_touched_names_things_and_counts_cases() -> None:
    """Nodes are named, cases are counted."""
    refs = [Ref(kind=Kind.WORKFLOW, id="visit", node="details"), Ref(kind=Kind.GOLDEN, id="g")]
    assert touched(_plan(affected=refs), ENGLISH) == "workflow:visit#details, 1 case"
    assert touched(_plan(affected=[*refs, Ref(kind=Kind.SCENARIO, id="s")]), ENGLISH).endswith("2 cases")
    many = [Ref(kind=Kind.PROMPT, id=str(number)) for number in range(SHOWN + 2)]
    assert touched(_plan(affected=many), ENGLISH).endswith("2 more")
    assert "workflow:visit#details" in _plain(_plan(affected=refs))


def test_suites_say_what_they_run_and_for_whom() -> None:
    """Each suite shows its size, its limits and the types that ask for it."""
    suites = [
        PlannedSuite(name="golden", because=(ChangeType.MODEL, ChangeType.TOOL), cases=("golden/a",)),
        PlannedSuite(name="branch", because=(ChangeType.MODEL,), cases=(), fields=("intent",)),
        PlannedSuite(name="unit", because=(ChangeType.MODEL,), prompts=("p", "q")),
    ]
    shown = _plain(_plan(suites=suites))
    assert re.search(r"golden.*1 case .*model, tool", shown)
    assert re.search(r"branch.*0 cases; judged by intent", shown)
    assert re.search(r"unit.*prompts p, q", shown)


def test_notes_recommendations_and_findings_are_shown() -> None:
    """Nothing the plan says is dropped."""
    finding = Finding(rule="change/mixed-evaluation", location=Location(path="g"), message="mixed")
    plan = _plan(recommended=("canary",), notes=("nothing to test",), findings=(finding,))
    shown = _plain(plan)
    assert "canary" in shown
    assert "nothing to test" in shown
    assert "[change/mixed-evaluation]" in shown


def test_text_of_files_is_neutralised() -> None:
    """A value cannot speak to the terminal."""
    plan = _plan(_change("registry/x", ChangeType.PROMPT, reason="\x1b[31m @team"))
    assert "\x1b[31m" not in plan_text(plan)
