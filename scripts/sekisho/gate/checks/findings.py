"""A registry with errors is never let through; warnings are shown and do not count."""

from collections.abc import Iterator

from sekisho.gate.checks.mixed import RULE as MIXED_RULE
from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import counted
from sekisho.model.finding import Severity
from sekisho.model.verdict import GateCheck, VerdictState

SHOWN = 20


def check_findings(evidence: Evidence) -> Iterator[GateCheck]:
    """Fail on any error of the registry or of the change as a whole."""
    about_change = evidence.plan.change_set.findings if evidence.plan else ()
    found = [*evidence.findings, *(finding for finding in about_change if finding.rule != MIXED_RULE)]
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    if errors:
        ordered = sorted(errors, key=lambda finding: finding.order)
        yield GateCheck(
            id="registry",
            state=VerdictState.FAIL,
            message=f"the registry has {counted(len(errors), 'error')}; the first: {ordered[0]}",
            evidence={"errors": len(errors), "findings": [str(finding) for finding in ordered[:SHOWN]]},
        )
    elif evidence.plan is not None:
        yield GateCheck(
            id="registry",
            state=VerdictState.PASS,
            message="the registry has no errors",
            evidence={"warnings": len(found)},
        )
