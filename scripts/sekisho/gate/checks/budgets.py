"""What a dialogue, and a whole run of the candidate, may use: time, tokens, money.

`per_case` bounds the dearest single dialogue outside quarantine, in any trial; `per_run` all dialogues of one trial
together, so that asking for more trials is not over budget by itself. An amount that is not known is within no budget.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sekisho.gate.account import Account
from sekisho.gate.evidence import Evidence
from sekisho.model.base import Json
from sekisho.model.kinds.policy import Budget, BudgetUnit
from sekisho.model.verdict import GateCheck, VerdictState

UNITS: Mapping[BudgetUnit, str] = {BudgetUnit.LATENCY_MS: "ms", BudgetUnit.TOKENS: "tokens", BudgetUnit.COST: "money"}


class Use(NamedTuple):
    """What was used of one budget, None where it is not known, and where."""

    limit: float
    used: float | None
    where: str

    def said(self, unit: BudgetUnit) -> str:
        """Return it in words."""
        limit = f"{_written(self.limit)} {UNITS[unit]}"
        if self.used is None:
            return f"unknown {self.where}, budget {limit}"
        return f"{_written(self.used)} of {limit} {self.where}"


def _written(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.4g}"


def check_budgets(evidence: Evidence) -> Iterator[GateCheck]:
    """Give one check a budget: over it a blocking one fails, and one that cannot be known leaves it open."""
    if evidence.candidate is None:
        return
    for unit, budget in evidence.policy.budgets.items():
        if uses := list(_uses(unit, budget, evidence.candidate)):
            yield _check(unit, budget, uses)


def _uses(unit: BudgetUnit, budget: Budget, account: Account) -> Iterator[Use]:
    if budget.per_case is not None:
        spent = account.in_cases[unit]
        over = spent.most > budget.per_case
        used = spent.most if spent.dearest and (over or not spent.unknown) else None
        where = f"in {spent.dearest}" if used is not None else f"in {min(spent.unknown, default='any case')}"
        yield Use(budget.per_case, used, where)
    if budget.per_run is not None:
        yield Use(budget.per_run, account.in_run[unit].run, "in the run")


def _check(unit: BudgetUnit, budget: Budget, uses: list[Use]) -> GateCheck:
    over = [use for use in uses if use.used is not None and use.used > use.limit]
    unknown = [use for use in uses if use.used is None]
    state = VerdictState.PASS
    if budget.blocking and (over or unknown):
        state = VerdictState.FAIL if over else VerdictState.INCONCLUSIVE
    text = f"{'over' if over else 'not known to be within' if unknown else 'within'} budget: "
    text += "; ".join(use.said(unit) for use in over or unknown or uses)
    text += "; it does not block" if (over or unknown) and not budget.blocking else ""
    evidence: dict[str, Json] = {use.where: {"used": use.used, "limit": use.limit} for use in uses}
    return GateCheck(id=f"budget-{unit}", state=state, message=text, evidence=evidence)
