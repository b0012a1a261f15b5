"""Cases the harness spoiled say nothing; too many of them, or none that was judged, and the run says nothing."""

from collections.abc import Iterator

from sekisho.gate.account import Account
from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import counted
from sekisho.model.verdict import GateCheck, VerdictState


def check_validity(evidence: Evidence) -> Iterator[GateCheck]:
    """Compare each side's share of invalid cases with the policy's; report the ones within it too."""
    for side, account in evidence.accounts.items():
        if not account.judged:
            yield _check(side, VerdictState.INCONCLUSIVE, f"no case was judged on the {side}", account)
        elif account.invalid:
            yield _judged_share(side, account, evidence.policy.max_invalid_share)


def _judged_share(side: str, account: Account, allowed: float) -> GateCheck:
    invalid, cases = account.invalid, len(account.outcomes)
    share = len(invalid) / cases
    state = VerdictState.INCONCLUSIVE if share > allowed else VerdictState.PASS
    first = min(invalid)
    return _check(
        side,
        state,
        f"{counted(len(invalid), 'case')} of {cases} on the {side} could not be judged ({share:.1%}, allowed"
        f" {allowed:.1%}), first {first}: {invalid[first]}",
        account,
    )


def _check(side: str, state: VerdictState, message: str, account: Account) -> GateCheck:
    return GateCheck(id=f"validity-{side}", state=state, message=message, evidence={"invalid": dict(account.invalid)})
