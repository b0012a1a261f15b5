"""Cases the harness spoiled say nothing; too many of them, or none that was judged, and the run says nothing."""

from collections.abc import Iterator

from sekisho.gate.evidence import JUDGED, Evidence
from sekisho.gate.wording import counted
from sekisho.model.run import CaseState, Run
from sekisho.model.verdict import GateCheck, VerdictState


def check_validity(evidence: Evidence) -> Iterator[GateCheck]:
    """Compare each side's share of invalid cases with the policy's; report the ones within it too."""
    for side, run in evidence.sides.items():
        invalid = {result.case: result.reason for result in run.results if result.state is CaseState.INVALID}
        if not any(result.state in JUDGED for result in run.results):
            yield _check(side, VerdictState.INCONCLUSIVE, f"no case was judged on the {side}", invalid)
        elif invalid:
            yield _judged_share(side, run, invalid, evidence.policy.max_invalid_share)


def _judged_share(side: str, run: Run, invalid: dict[str, str], allowed: float) -> GateCheck:
    cases = len({result.case for result in run.results})
    share = len(invalid) / cases
    state = VerdictState.INCONCLUSIVE if share > allowed else VerdictState.PASS
    first = min(invalid)
    return _check(
        side,
        state,
        f"{counted(len(invalid), 'case')} of {cases} on the {side} could not be judged ({share:.1%}, allowed"
        f" {allowed:.1%}), first {first}: {invalid[first]}",
        invalid,
    )


def _check(side: str, state: VerdictState, message: str, invalid: dict[str, str]) -> GateCheck:
    return GateCheck(id=f"validity-{side}", state=state, message=message, evidence={"invalid": invalid})
