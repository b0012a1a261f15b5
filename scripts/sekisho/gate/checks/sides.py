"""Both sides must have answered the same questions, as often, and be judged alike."""

from collections.abc import Iterator, Mapping

from sekisho.gate.account import Account
from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import listed
from sekisho.model.run import UNIT_PREFIX
from sekisho.model.verdict import GateCheck, VerdictState


def check_sides(evidence: Evidence) -> Iterator[GateCheck]:
    """Without the same cases, trials and evaluation on both sides a comparison says nothing."""
    if not evidence.accounts:
        return
    if messages := list(_differences(evidence.accounts)):
        text = "the sides cannot be compared: " + "; ".join(messages)
        yield GateCheck(id="sides", state=VerdictState.INCONCLUSIVE, message=text)


def _differences(accounts: Mapping[str, Account]) -> Iterator[str]:
    baseline, candidate = accounts["baseline"], accounts["candidate"]
    if baseline.header.evaluation != candidate.header.evaluation:
        yield "the two runs were judged by different cases, lexicon or policies"
    if baseline.header.trials != candidate.header.trials:
        yield f"the baseline has {baseline.header.trials} trials, the candidate {candidate.header.trials}"
    cases = [{case for case in account.outcomes if not _is_unit(case)} for account in (baseline, candidate)]
    if missing := cases[0] - cases[1]:
        yield f"only the baseline ran {listed(missing)}"
    if missing := cases[1] - cases[0]:
        yield f"only the candidate ran {listed(missing)}"
    for side, account in accounts.items():
        if short := _without_all_trials(account):
            yield f"not every trial of {listed(short)} was run on the {side}"


def _without_all_trials(account: Account) -> set[str]:
    wanted = set(range(account.header.trials))
    return {
        case
        for case, outcomes in account.outcomes.items()
        if not _is_unit(case) and not {trial for trial, _ in outcomes} >= wanted
    }


def _is_unit(case: str) -> bool:
    return case.startswith(UNIT_PREFIX)
