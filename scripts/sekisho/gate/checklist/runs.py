"""Items 2 to 4, from the gate's report: Golden Set, scenarios, and what the candidate's model calls carry."""

from collections.abc import Iterable, Iterator, Sequence

from sekisho.gate.checklist.evidence import STATE_OF, ReleaseEvidence
from sekisho.gate.checklist.words import say
from sekisho.gate.wording import listed
from sekisho.model.change import Change, ChangeSet
from sekisho.model.decision import ChecklistItem, ItemState
from sekisho.model.run import STABLE_SHARE, CaseResult, CaseState
from sekisho.model.trace import ModelCall
from sekisho.model.verdict import GateCheck, GateReport, VerdictState

GOLDEN, SCENARIO = "golden/", "scenario/"
JUDGING = ("metric-", "must-pass", "safety")
"""Checks that say what the difference of the Golden Set is."""
SHOWN_CHECKS = 6


def golden(evidence: ReleaseEvidence) -> ChecklistItem:
    """Return whether the Golden Set ran whole and its difference lies within the base policy's tolerance."""
    report = _ready("golden", evidence)
    if isinstance(report, ChecklistItem):
        return report
    wanted = _planned(report, "golden")
    run = _ran(report, wanted)
    if len(run) < len(wanted):
        text = say(evidence.language, "golden.not-run", run=len(run), wanted=len(wanted))
        return _item("golden", ItemState.OPEN, text, evidence)
    checks = [check for check in report.verdict.checks if check.id.startswith(JUDGING)]
    compared = any(check.id.startswith("metric-") for check in checks)
    state = STATE_OF[VerdictState.worst(check.state for check in checks)]
    if not compared and not evidence.evaluation_only:
        return _item("golden", ItemState.OPEN, say(evidence.language, "golden.unjudged"), evidence)
    if not compared and state is ItemState.DONE:
        return _item("golden", state, say(evidence.language, "golden.same", run=len(run)), evidence)
    text = say(evidence.language, "golden.judged", run=len(run), checks=_messages(checks))
    return _item("golden", state, text, evidence)


def scenarios(evidence: ReleaseEvidence) -> ChecklistItem:
    """Return whether the end-to-end suites ran on the candidate and its must-pass scenarios hold.

    Where none is marked must-pass all of them are representative. Cases in quarantine are not judged.
    """
    language = evidence.language
    report = _ready("e2e", evidence)
    if isinstance(report, ChecklistItem):
        return report
    wanted = _planned(report, "e2e")
    run = _ran(report, wanted)
    if len(run) < len(wanted):
        return _item("e2e", ItemState.OPEN, say(language, "e2e.not-run", run=len(run), wanted=len(wanted)), evidence)
    excused = {pair.case for pair in report.comparison.pairs if pair.quarantined} if report.comparison else set()
    marked = {result.case for result in report.candidate_results if result.must_pass and result.case in wanted}
    chosen = (marked or wanted) - excused
    passed = {case for case in wanted if _holds(report.candidate_results, case)}
    kind = say(language, "e2e.must-pass" if marked else "e2e.all")
    if failed := chosen - passed:
        return _item("e2e", ItemState.FAILED, say(language, "e2e.failed", kind=kind, names=listed(failed)), evidence)
    told = {"passed": len(passed), "wanted": len(wanted), "chosen": len(chosen), "kind": kind}
    return _item("e2e", ItemState.DONE, say(language, "e2e.done", **told), evidence)


def logs(evidence: ReleaseEvidence) -> ChecklistItem:
    """Return whether what a turn log is made from carries model and prompt, and the prompts have a revision."""
    language = evidence.language
    report = _ready("logs", evidence)
    if isinstance(report, ChecklistItem):
        return report
    calls = list(_calls(report.candidate_results))
    if not calls:
        return _item("logs", ItemState.OPEN, say(language, "logs.no-calls"), evidence)
    nameless = [case for case, call in calls if not (call.model and call.prompt)]
    if nameless:
        told = {"count": len(nameless), "calls": len(calls), "first": nameless[0]}
        return _item("logs", ItemState.FAILED, say(language, "logs.failed", **told), evidence)
    if not evidence.prompt_revision:
        return _item("logs", ItemState.OPEN, say(language, "logs.uncommitted"), evidence)
    text = say(
        language,
        "logs.done",
        calls=len(calls),
        turns=sum(len(result.turns) for result in report.candidate_results),
        models=listed({call.model for _, call in calls}),
        revision=evidence.prompt_revision[:12],
    )
    return _item("logs", ItemState.DONE, text, evidence)


def _ready(id_: str, evidence: ReleaseEvidence) -> GateReport | ChecklistItem:
    """Return the report to look into; the item itself where there is no change, no report of it, or no such case."""
    report, language = evidence.report, evidence.language
    if not evidence.types:
        return _item(id_, ItemState.NOT_NEEDED, say(language, "report.neutral"), evidence)
    if report is None:
        return _item(id_, ItemState.OPEN, say(language, "report.none"), evidence)
    if not _about(report, evidence.change_set):
        told = {"found": _ends(report.plan.change_set if report.plan else None), "wanted": _ends(evidence.change_set)}
        return _item(id_, ItemState.OPEN, say(language, "report.other", **told), evidence)
    if not _planned(report, id_):
        told = {"what": say(language, f"what.{id_}"), "types": ", ".join(evidence.types)}
        return _item(id_, ItemState.NOT_NEEDED, say(language, "report.nothing", **told), evidence)
    return report


def _about(report: GateReport, change_set: ChangeSet) -> bool:
    """Whether a report judges exactly this change: a working tree has one name for all its states."""
    judged = report.plan.change_set if report.plan else None
    if judged is None or (judged.base, judged.head) != (change_set.base, change_set.head):
        return False
    return _typed(judged) == _typed(change_set)


def _typed(change_set: ChangeSet) -> list[Change]:
    return [change for change in change_set.changes if change.type is not None]


def _ends(change_set: ChangeSet | None) -> str:
    return f"{change_set.base[:12]}..{change_set.head[:12]}" if change_set else "no change"


def _planned(report: GateReport, id_: str) -> set[str]:
    """Return the cases an item is about: golden ones of any suite, scenarios where they are judged whole, all."""
    suites = report.plan.suites if report.plan else ()
    if id_ == "e2e":
        whole = (suite for suite in suites if not suite.fields and all(map(_is_scenario, suite.cases)))
        return {case for suite in whole for case in suite.cases}
    return {case for suite in suites for case in suite.cases if id_ == "logs" or case.startswith(GOLDEN)}


def _is_scenario(case: str) -> bool:
    return case.startswith(SCENARIO)


def _ran(report: GateReport, wanted: set[str]) -> set[str]:
    done = {result.case for result in report.candidate_results if result.state in (CaseState.PASSED, CaseState.FAILED)}
    return wanted & done


def _holds(results: Iterable[CaseResult], case: str) -> bool:
    """Whether a case passes in enough of its judged trials to be called stable."""
    states = [result.state for result in results if result.case == case]
    judged = [state for state in states if state in (CaseState.PASSED, CaseState.FAILED)]
    return bool(judged) and judged.count(CaseState.PASSED) >= STABLE_SHARE * len(judged)


def _calls(results: Iterable[CaseResult]) -> Iterator[tuple[str, ModelCall]]:
    return ((result.case, call) for result in results for turn in result.turns for call in turn.calls)


def _messages(checks: Sequence[GateCheck]) -> str:
    """The worst first, as in the verdict."""
    ordered = sorted(checks, key=lambda check: -check.state)
    more = f"; +{len(ordered) - SHOWN_CHECKS}" if len(ordered) > SHOWN_CHECKS else ""
    return "; ".join(check.message for check in ordered[:SHOWN_CHECKS]) + more


def _item(id_: str, state: ItemState, text: str, evidence: ReleaseEvidence) -> ChecklistItem:
    return ChecklistItem(id=id_, state=state, evidence=text, link=evidence.links.run)
