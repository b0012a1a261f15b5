"""Cases in quarantine are shown and not judged; one whose time is over is judged again, and said so."""

from collections.abc import Iterator

from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import listed
from sekisho.model.verdict import GateCheck, VerdictState


def check_quarantine(evidence: Evidence) -> Iterator[GateCheck]:
    """List what is in quarantine and what no longer is.

    Neither blocks by itself: the list is the base revision's, and a change that renews it must be able to pass.
    """
    entries = {entry.case: entry for entry in evidence.policy.quarantine}
    expired = [case for case, entry in entries.items() if entry.until < evidence.today]
    held = [pair.case for pair in evidence.comparison.pairs if pair.quarantined] if evidence.comparison else []
    if expired:
        owners = {case: f"until {entries[case].until}, {entries[case].owner}" for case in sorted(expired)}
        text = f"the quarantine of {listed(expired)} is over; judged like any other case"
        yield GateCheck(id="quarantine-over", state=VerdictState.PASS, message=text, evidence={"cases": owners})
    if held:
        reasons = {case: entries[case.partition("/")[2]].reason for case in held}
        text = f"in quarantine, shown and not judged: {listed(held)}"
        yield GateCheck(id="quarantine", state=VerdictState.PASS, message=text, evidence={"cases": reasons})
