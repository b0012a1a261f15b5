"""A change of what judges may not ride with a change of what is judged."""

from collections.abc import Iterator

from sekisho.gate.evidence import Evidence
from sekisho.model.change import ChangeType
from sekisho.model.verdict import GateCheck, VerdictState

RULE = "change/mixed-evaluation"
"""The rule of the change stage that finds the same, with the files to take out."""


def check_mixed(evidence: Evidence) -> Iterator[GateCheck]:
    """Fail when golden cases, lexicon or policies change together with behaviour."""
    if ChangeType.EVALUATION not in evidence.types or not evidence.behaviour_changed or evidence.plan is None:
        return
    finding = next((found for found in evidence.plan.change_set.findings if found.rule == RULE), None)
    yield GateCheck(
        id="mixed-evaluation",
        state=VerdictState.FAIL,
        message="behaviour and the evaluation that judges it change together; split the change in two",
        evidence={"types": sorted(evidence.types), "found": finding.found if finding else None},
    )
