"""Verdict examples on disk, made into what the gate judges.

`<name>.in.yaml` describes groups of cases: how many, how each side's trials ended, and what is special about them.
`<name>.out.yaml` is the verdict: its state, and every check with its state and message, the worst first.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.compare import compare
from sekisho.gate.judge import judge
from sekisho.model.change import Change, ChangeSet, Operation, PlannedSuite, TestPlan
from sekisho.model.coverage import Coverage
from sekisho.model.finding import Finding
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.ref import Location, Ref
from sekisho.model.run import CaseResult, Check, Run, RunHeader
from sekisho.model.trace import MissingAnswer, ModelCall, Stage, TurnTrace
from sekisho.model.verdict import Verdict

POLICY: dict[str, Any] = {
    "type": "gate",
    "clock": "2026-11-16T10:00:00+09:00",
    "metrics": {"task_success": {"margin": 0.05}, "intent_accuracy": {"margin": 0.05}},
}

Given = Mapping[str, Any]


@pytest.fixture
def verdict_of() -> Callable[[Given], Verdict]:
    """Judge what an example describes."""
    return _verdict


def _verdict(given: Given) -> Verdict:
    policy = GatePolicy.model_validate(POLICY | given.get("policy", {}))
    today = given.get("today", date(2026, 11, 16))
    plan = None if given.get("types") is None else _plan(given)
    findings = [_finding(one) for one in given.get("findings", ())]
    if given.get("groups") is None:
        return judge(plan, findings, None, policy, today=today)
    runs = (_run(given, "baseline"), _run(given, "candidate"))
    covered = tuple(Coverage.model_validate({"suite": "branch", **one}) for one in given.get("coverage", ()))
    runs = (runs[0], runs[1].model_copy(update={"coverage": covered}))
    comparison = compare(*runs, policy, Catalogue(), today=today)
    spoilt = given.get("comparison", {})
    metrics = tuple(one.model_copy(update=spoilt.get(one.name, {})) for one in comparison.metrics)
    return judge(plan, findings, comparison.model_copy(update={"metrics": metrics}), policy, runs, today)


def _plan(given: Given) -> TestPlan:
    suites = given.get("suites", [{"name": "golden"}])
    all_cases = sorted(case for case, _ in _cases(given) if not case.startswith("prompt/"))
    removed = tuple(
        Change(type="prompt", operation=Operation.REMOVED, path="p", ref={"kind": "prompt", "id": name}, reason="r")
        for name in given.get("removed_prompts", ())
    )
    return TestPlan(
        change_set=ChangeSet(
            base="b",
            head="h",
            changes=removed,
            types=given["types"],
            findings=tuple(_finding(one) for one in given.get("change_findings", ())),
        ),
        affected=tuple(Ref.model_validate(one) for one in given.get("affected", ())),
        suites=tuple(PlannedSuite.model_validate({"because": (), "cases": all_cases, **suite}) for suite in suites),
    )


def _finding(fields: Given) -> Finding:
    return Finding.model_validate({"rule": "r", "location": Location(path="registry/x.yaml"), "message": "m", **fields})


def _cases(given: Given) -> Iterator[tuple[str, Given]]:
    for group in given.get("groups") or ():
        for number in range(group.get("count", 1)):
            yield f"{group.get('name', 'golden/case')}-{number:03}", group


def _run(given: Given, side: str) -> Run:
    results = [result for case, group in _cases(given) for result in _results(case, group, side)]
    header = {
        "revision": "r",
        "suites": ("golden",),
        "cases": 1,
        "evaluation": "e",
        "behaviour": "b",
        "models": ("m",),
        "tool_version": "1",
        **given.get("header", {}).get(side, {}),
    }
    return Run(header=RunHeader.model_validate(header), results=tuple(results))


def _results(case: str, group: Given, side: str) -> Iterator[CaseResult]:
    states = group.get(side)
    for trial, state in enumerate([states] if isinstance(states, str) else states or []):
        yield _result(case, group, trial, state)


def _result(case: str, group: Given, trial: int, state: str) -> CaseResult:
    passed = state == "passed"
    judged = state in {"passed", "failed"}
    checks = [_check("intent", passed, "IR.intent", Stage.IR)] if judged else []
    if group.get("unsafe"):
        checks.append(_check("safety.reply", passed, "policy.safety", Stage.POLICY))
    call = ModelCall(node="n", prompt="intent", key="k")
    turn = TurnTrace(
        user="u", language="ja", intent="a" if passed else "b", calls=() if group.get("no_calls") else (call,)
    )
    missing = (MissingAnswer(prompt="intent", key=case), MissingAnswer(prompt="extract", key="same"))
    return CaseResult(
        case=case,
        trial=trial,
        search=group.get("search", ""),
        state=state,
        reason="" if judged else group.get("reason", ""),
        must_pass=group.get("must_pass", False),
        turns=(turn,) if judged else (),
        checks=tuple(checks),
        task_success=passed if judged and not case.startswith("prompt/") and group.get("task", True) else None,
        missing=missing if state == "unrecorded" else (),
    )


def _check(field: str, passed: bool, code: str, stage: Stage) -> Check:
    return Check(
        turn=0,
        field=field,
        stage=stage,
        code=code,
        passed=passed,
        expected="a" if field == "intent" else [],
        observed=("a" if passed else "b") if field == "intent" else ["refund"] * (not passed),
    )
