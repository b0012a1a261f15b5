"""Unit tests of prompts need no statistics: a row that fails, and did not fail before, fails the gate."""

from collections.abc import Iterator

from sekisho.gate.checks.must_pass import confirmed_failure
from sekisho.gate.evidence import UNIT_PREFIX, Evidence
from sekisho.gate.wording import counted, listed
from sekisho.model.verdict import GateCheck, Pairing, VerdictState


def check_prompt_tests(evidence: Evidence) -> Iterator[GateCheck]:
    """Judge the rows outside quarantine; one that failed on the baseline too is mentioned and does not count."""
    rows = [pair for pair in evidence.judged_pairs if pair.case.startswith(UNIT_PREFIX)]
    failed = [pair for pair in rows if confirmed_failure(evidence.trials.get(pair.case, ()))]
    known = [pair.case for pair in failed if pair.pairing is Pairing.FAILED]
    fresh = [pair.case for pair in failed if pair.case not in known]
    if fresh:
        text = f"{counted(len(fresh), 'prompt unit test')} failed: {listed(fresh)}"
        yield GateCheck(id="prompt-tests", state=VerdictState.FAIL, message=text, evidence={"cases": fresh})
    elif rows:
        text = f"{len(rows) - len(known)} of {counted(len(rows), 'prompt unit test')} pass"
        more = f"; failing on the baseline too: {listed(known)}" if known else ""
        yield GateCheck(
            id="prompt-tests", state=VerdictState.PASS, message=text + more, evidence={"failing_before": known}
        )
