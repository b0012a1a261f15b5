"""Every suite the plan asks for must have run, completely, on both sides. Nothing to check is never a pass."""

from collections.abc import Iterator

from sekisho.gate.account import Account
from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import listed
from sekisho.model.change import Operation, PlannedSuite
from sekisho.model.ref import Kind
from sekisho.model.run import UNIT_PREFIX, CaseState
from sekisho.model.verdict import GateCheck, VerdictState


def check_suites(evidence: Evidence) -> Iterator[GateCheck]:
    """Say what did not run; pass only when everything did, or when there is nothing a run could tell."""
    plan = evidence.plan
    if plan is None:
        return
    if not plan.suites:
        yield _nothing_planned(evidence)
        return
    gaps = {suite.name: reason for suite in plan.suites if (reason := _gap(suite, evidence))}
    if gaps:
        yield GateCheck(
            id="suites",
            state=VerdictState.INCONCLUSIVE,
            message="not everything that must run has run: " + "; ".join(f"{name} {why}" for name, why in gaps.items()),
            evidence={"suites": gaps},
        )
    else:
        names = [suite.name for suite in plan.suites]
        yield GateCheck(
            id="suites", state=VerdictState.PASS, message=f"ran {', '.join(names)}", evidence={"suites": names}
        )


def _nothing_planned(evidence: Evidence) -> GateCheck:
    if not evidence.types:
        return GateCheck(id="suites", state=VerdictState.PASS, message="no behaviour change; nothing to run")
    return GateCheck(
        id="suites",
        state=VerdictState.INCONCLUSIVE,
        message=f"the change matrix asks for no suite though {', '.join(sorted(evidence.types))} changed",
    )


def _gap(suite: PlannedSuite, evidence: Evidence) -> str:
    """Return what of a suite is missing, "" for nothing."""
    if not (suite.cases or suite.prompts or suite.linted):
        return "selects nothing"
    if evidence.candidate is None:
        return "was not run"
    for side, account in evidence.accounts.items():
        if absent := {case for case in suite.cases if not _ran(account, case)}:
            return f"lacks {listed(absent)} on the {side}"
    tested = {case.split("/")[1] for case in evidence.candidate.outcomes if case.startswith(UNIT_PREFIX)}
    untested = set(suite.prompts) - tested - _removed_prompts(evidence)
    return f"has no unit tests for {listed(untested)}: give them testData and evaluators" if untested else ""


def _ran(account: Account, case: str) -> bool:
    return any(state is not CaseState.NOT_RUN for state in account.states(case))


def _removed_prompts(evidence: Evidence) -> set[str]:
    changes = evidence.plan.change_set.changes if evidence.plan else ()
    return {
        change.ref.id
        for change in changes
        if change.ref and change.ref.kind is Kind.PROMPT and change.operation is Operation.REMOVED and not change.field
    }
