"""Unit tests of prompts need no statistics: a row that fails, and did not fail before, fails the gate."""

from collections.abc import Iterator

from sekisho.gate.confirmation import confirmed, fails
from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import counted, listed
from sekisho.model.run import UNIT_PREFIX
from sekisho.model.verdict import GateCheck, Pairing, VerdictState


def check_prompt_tests(evidence: Evidence) -> Iterator[GateCheck]:
    """Judge the rows outside quarantine; one that failed on the baseline too is mentioned and does not count."""
    rows = [pair for pair in evidence.judged_pairs if pair.case.startswith(UNIT_PREFIX)]
    failed = [pair for pair in rows if fails(evidence.trials(pair.case))]
    known = [pair.case for pair in failed if pair.pairing is Pairing.FAILED]
    fresh = [pair for pair in failed if pair.case not in known]
    surely = [pair.case for pair in fresh if confirmed(evidence, pair)]
    unsure = [pair.case for pair in fresh if pair.case not in surely]
    if surely:
        text = f"{counted(len(surely), 'prompt unit test')} failed: {listed(surely)}"
        yield GateCheck(id="prompt-tests", state=VerdictState.FAIL, message=text, evidence={"cases": surely})
    if unsure:
        text = f"{counted(len(unsure), 'prompt unit test')} failed in one live answer or flips by itself: "
        yield GateCheck(
            id="prompt-tests-unsure",
            state=VerdictState.INCONCLUSIVE,
            message=text + listed(unsure),
            evidence={"cases": unsure},
        )
    if rows and not fresh:
        text = f"{len(rows) - len(known)} of {counted(len(rows), 'prompt unit test')} pass"
        more = f"; failing on the baseline too: {listed(known)}" if known else ""
        yield GateCheck(
            id="prompt-tests", state=VerdictState.PASS, message=text + more, evidence={"failing_before": known}
        )
