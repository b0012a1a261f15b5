"""Verdict examples on disk, made into what the gate judges.

`<name>.in.yaml` describes groups of cases: how many, how each side's trials ended (with `noise: true` also of the base
run again), and what is special about them.
`<name>.out.yaml` is the verdict: its state, and every check with its state and message, the worst first.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.compare import compare
from sekisho.evaluation.judge.calibration import calibration
from sekisho.evaluation.judge.figures import proportion
from sekisho.evaluation.noise import noise_of, with_noise
from sekisho.gate.judge import judge
from sekisho.model.change import Change, ChangeSet, Operation, PlannedSuite, TestPlan
from sekisho.model.coverage import Coverage
from sekisho.model.finding import Finding
from sekisho.model.judge import Anchors, Calibration, Judged, Opinion, Tally
from sekisho.model.kinds.policy import GatePolicy, JudgeBar
from sekisho.model.ref import Location, Ref
from sekisho.model.run import CaseResult, Check, Run, RunHeader
from sekisho.model.trace import MissingAnswer, ModelCall, Stage, TurnTrace
from sekisho.model.verdict import Verdict
from sekisho.stats.binomial import at_least

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
    if given.get("noise"):
        comparison = with_noise(comparison, noise_of(runs[0], _run(given, "again"), policy, today=today))
    spoilt = given.get("comparison", {})
    metrics = tuple(one.model_copy(update=spoilt.get(one.name, {})) for one in comparison.metrics)
    update = {"metrics": metrics, "opinion": _opinion(given["opinion"]) if "opinion" in given else None}
    return judge(plan, findings, comparison.model_copy(update=update), policy, runs, today)


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
    states = group.get(side, group.get("baseline") if side == "again" else None)
    for trial, state in enumerate([states] if isinstance(states, str) else states or []):
        yield _result(case, group, trial, state)


def _result(case: str, group: Given, trial: int, state: str) -> CaseResult:
    passed = state == "passed"
    judged = state in {"passed", "failed"}
    checks = [_check("intent", passed, "IR.intent", Stage.IR, group.get("intent", "a"))] if judged else []
    if group.get("unsafe"):
        checks.append(_check("safety.reply", passed, "policy.safety", Stage.POLICY))
    call = ModelCall(node="n", prompt="intent", key="k")
    turn = TurnTrace(
        user="u",
        language="ja",
        intent="a" if passed else "b",
        calls=() if group.get("no_calls") else (call,),
        latency_ms=group.get("latency_ms", 0.0),
    )
    missing = (MissingAnswer(prompt="intent", key=case), MissingAnswer(prompt="extract", key="same"))
    return CaseResult(
        case=case,
        trial=trial,
        search=group.get("search", ""),
        state=state,
        reason="" if judged else group.get("reason", ""),
        must_pass=group.get("must_pass", False),
        language=group.get("language", "ja"),
        tags=tuple(group.get("tags", ())),
        usage={"input_tokens": group.get("tokens", 0)},
        cost=group.get("cost"),
        turns=(turn,) if judged else (),
        checks=tuple(checks),
        task_success=passed if judged and not case.startswith("prompt/") and group.get("task", True) else None,
        missing=missing if state == "unrecorded" else (),
    )


def _check(field: str, passed: bool, code: str, stage: Stage, intent: str = "a") -> Check:
    return Check(
        turn=0,
        field=field,
        stage=stage,
        code=code,
        passed=passed,
        expected=intent if field == "intent" else [],
        observed=(intent if passed else "b") if field == "intent" else ["refund"] * (not passed),
    )


def _opinion(given: Given) -> Opinion:
    """A judge that was calibrated in `calibrated` languages, and how its pairs went: all of them, then by language."""
    tallies = [_tally(one) for one in given.get("tallies", ())]
    labels = [_label(code, n) for code in given.get("calibrated", ("en",)) for n in range(3)]
    known = calibration("tone", "blob", "m", labels, JudgeBar(rubric="tone", min_labels=2))
    total = tallies[0] if tallies else None
    judged = total.better + total.worse + total.tie + total.biased + total.missing + total.too_long if total else 0
    shared = Anchors(source="shared", failures=proportion(0, 3), missing=given.get("anchors_missing", 0))
    return Opinion(
        calibration=Calibration.model_validate(known.model_dump() | given.get("calibration", {})),
        pairs=judged + given.get("left_out", 0),
        turns=judged,
        left_out=given.get("left_out", 0),
        same=given.get("same", 0),
        tallies=tuple(tallies),
        anchors=(shared,),
        drift=tuple(given.get("drift", ())),
    )


def _tally(given: Given) -> Tally:
    counts = {"better": 0, "worse": 0, "tie": 0, "biased": 0, "language": None, **given}
    decided = counts["worse"] + counts["better"]
    share, p_value = proportion(counts["worse"], decided), at_least(counts["worse"], decided, 0.5)
    return Tally.model_validate({**counts, "share_worse": share, "p_worse": p_value})


def _label(language: str, number: int) -> Judged:
    """A label the judge is right about: worse, better, or an anchor."""
    said = ("A", "B", "tie")[number]
    fields = {
        "id": f"{language}{number}",
        "language": language,
        "user": "u",
        "a": "x",
        "b": "x" if number == 2 else "y",
    }
    return Judged.model_validate({**fields, "forward": said, "backward": said, "outcome": said, "human": said})
