"""A verdict or a decision as GitHub's commit status: one word of four and one short line."""

from collections.abc import Mapping

from sekisho.model.decision import Decision, DecisionState
from sekisho.model.verdict import GateReport, VerdictState
from sekisho.report.headline import headline
from sekisho.report.reasons import reason
from sekisho.report.safe import printable

LIMIT = 140
_OF_VERDICT: Mapping[VerdictState, str] = {
    VerdictState.PASS: "success",
    VerdictState.INCONCLUSIVE: "failure",
    VerdictState.FAIL: "failure",
    VerdictState.ERROR: "error",
}
_OF_DECISION: Mapping[DecisionState, tuple[str, str]] = {
    DecisionState.GO: ("success", "Go"),
    DecisionState.WAITING: ("pending", "Waiting"),
    DecisionState.NO_GO: ("failure", "No-Go"),
}


def status_of_report(report: GateReport) -> tuple[str, str]:
    """Return state and description of a report: the verdict and, unless it is a pass, the first reason for it."""
    state = report.verdict.state
    name, meaning = headline(state, report.language)
    why = next((reason(check, report.language) for check in report.verdict.checks if check.state is state), "")
    line = f"{name}: {meaning}" if state is VerdictState.PASS or not why else f"{name}: {why}"
    return _OF_VERDICT[state], printable(line, LIMIT)


def status_of_decision(decision: Decision) -> tuple[str, str]:
    """Return state and description of a decision: its name and the first of its worst reasons."""
    state, name = _OF_DECISION[decision.state]
    why = next((one.message for one in decision.reasons if one.state is decision.state), "")
    return state, printable(f"{name}: {why}" if why else name, LIMIT)


def status_of_nothing(why: str) -> tuple[str, str]:
    """Return state and description where there is no report to show: an error, never a pass."""
    return "error", printable(f"No verdict: {why}", LIMIT)
