"""A report and a decision with something in every field, and the same with foreign text in every one of them."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import pytest

from sekisho.model.base import Frozen
from sekisho.model.change import Change, ChangeType, Dependency, Operation
from sekisho.model.coverage import Coverage
from sekisho.model.decision import (
    ApprovalState,
    ChecklistItem,
    Decision,
    DecisionReason,
    DecisionState,
    ItemState,
    OwnerGroup,
    TicketStanding,
)
from sekisho.model.finding import Finding
from sekisho.model.ref import Kind, Location, Ref
from sekisho.model.trace import TurnError
from sekisho.model.verdict import GateCheck, GateReport, VerdictState


def _node(name: str) -> Ref:
    return Ref(kind=Kind.WORKFLOW, id="desk", node=name)


@pytest.fixture
def full_report(rich_report: GateReport) -> GateReport:
    """The rich report with findings, files, a drawn change, turns before the difference, an error and prices."""
    assert rich_report.plan is not None
    assert rich_report.comparison is not None
    plan = rich_report.plan
    prompt = Ref(kind=Kind.PROMPT, id="intent")
    outside = Change(type=None, operation=Operation.CHANGED, path="docs/a.md", reason="program")
    renamed = Change(
        type=ChangeType.TOOL, operation=Operation.RENAMED, path="registry/tools/b.yaml", old_path="x", reason="moved"
    )
    finding = Finding(
        rule="prompt/x",
        location=Location(path="registry/prompts/a.yml", line=3),
        message="wrong",
        found="this",
        expected="that",
    )
    links = tuple(Dependency(source=prompt, target=_node(name)) for name in ("understand", "answer"))
    planned = plan.model_copy(
        update={
            "change_set": plan.change_set.model_copy(
                update={"changes": (*plan.change_set.changes, renamed, outside), "findings": (finding,)}
            ),
            "affected": (prompt, *plan.affected),
            "links": (*links, Dependency(source=Ref(kind=Kind.TOOL, id="slots"), target=_node("answer"))),
            "notes": ("a note",),
            "recommended": ("canary",),
        }
    )
    results = [
        result.model_copy(update={"turns": (result.turns[0], *result.turns), "cost": 0.25})
        for result in rich_report.candidate_results
    ]
    (pair, *pairs) = rich_report.comparison.pairs
    assert pair.cause is not None
    failing = results[1]
    error = failing.turns[1].model_copy(update={"reply": "", "error": TurnError(code="E", message="m", fault="agent")})
    results[1] = failing.model_copy(update={"turns": (failing.turns[0], error)})
    broken = pair.model_copy(update={"diverged_turn": 1, "cause": pair.cause.model_copy(update={"turn": 1})})
    without = pair.model_copy(update={"case": "golden/five", "cause": None, "note": "no cause"})
    (metric,) = rich_report.comparison.metrics
    informing = metric.model_copy(update={"blocking": False, "name": "custom", "unit": "ms"})
    return rich_report.model_copy(
        update={
            "verdict": rich_report.verdict.model_copy(
                update={
                    "checks": (
                        *rich_report.verdict.checks,
                        GateCheck(id="metric-custom[language:ja]", state=VerdictState.INCONCLUSIVE, message="few"),
                        GateCheck(id="registry", state=VerdictState.PASS, message="fine"),
                    )
                }
            ),
            "plan": planned,
            "findings": (finding.model_copy(update={"message": "other", "found": None, "expected": None}),),
            "comparison": rich_report.comparison.model_copy(
                update={"pairs": (broken, without, *pairs), "metrics": (metric, informing)}
            ),
            "candidate_results": tuple(results),
            "coverage": (*rich_report.coverage, Coverage(suite="e", what="x", subject="desk", covered=1, total=1)),
            "case_files": {"golden/one": "registry/golden/one.yaml"},
        }
    )


@pytest.fixture
def decision(full_report: GateReport) -> Decision:
    """A decision with groups in every state, a ticket with a finding and a checklist."""
    groups = tuple(
        OwnerGroup(
            owners=("@aoba/a", "@aoba/b"),
            need=2,
            because="CODEOWNERS:3",
            paths=("registry/prompts/a.yml",),
            path_count=9,
            approved_by=("sato",) if state is ApprovalState.APPROVED else (),
            stale=("suzuki",),
            objecting=("tanaka",),
            state=state,
        )
        for state in ApprovalState
    )
    ticket = TicketStanding(
        path="registry/changes/t.yaml",
        title="title",
        status="draft",
        exempt="typo",
        findings=full_report.findings,
    )
    items = tuple(
        ChecklistItem(id=f"item-{state}", state=state, evidence="shown", link=f"https://github.com/o/r/runs/{state}")
        for state in ItemState
    )
    return Decision(
        state=DecisionState.NO_GO,
        reasons=(DecisionReason(id="verdict", state=DecisionState.NO_GO, message="the gate says no"),),
        groups=groups,
        ticket=ticket,
        checklist=items,
    )


Put = Callable[[str], str]
Poison = Callable[[Any, Put], Any]


@pytest.fixture
def poisoned() -> Poison:
    """Return what applies a function to every text of a value, keys of mappings too, past every validation."""
    return _poisoned


def _poisoned(value: Any, put: Put) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return put(value)
    if isinstance(value, Frozen):
        fields = {name: _poisoned(getattr(value, name), put) for name in type(value).model_fields}
        return type(value).model_construct(**fields)
    if isinstance(value, Mapping):
        return {_poisoned(key, put): _poisoned(one, put) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return tuple(_poisoned(one, put) for one in value)
    return value
