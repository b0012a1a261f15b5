"""Cases whose trials disagree are shown and count on neither side; none of them can fail the gate alone.

A change that makes many of them is not let through on that: were they all flipping by chance, as many would have
settled down as began to flip (exact sign test at the policy's alpha).
"""

from collections.abc import Iterator

from sekisho.gate.account import agree
from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import counted, listed
from sekisho.model.verdict import GateCheck, Pairing, VerdictState
from sekisho.stats.mcnemar import mcnemar_worse_p


def check_unstable(evidence: Evidence) -> Iterator[GateCheck]:
    """List the unstable cases outside quarantine, and say whether the candidate has clearly more of them."""
    unstable = [pair.case for pair in evidence.judged_pairs if pair.pairing is Pairing.UNSTABLE]
    if not unstable:
        return
    sides = evidence.accounts.values()
    split = [tuple(agree(account.states(case)) for account in sides) for case in unstable]
    begun, settled = split.count((True, False)), split.count((False, True))
    clearly = mcnemar_worse_p(begun, settled) <= evidence.policy.alpha
    text = f"{counted(len(unstable), 'case')} unstable: {listed(unstable)}"
    if clearly:
        text += f"; {begun} began to flip and {settled} settled down, more than chance explains"
    yield GateCheck(
        id="unstable",
        state=VerdictState.INCONCLUSIVE if clearly else VerdictState.PASS,
        message=text,
        evidence={"cases": unstable, "begun": begun, "settled": settled},
    )
