"""Intent, mode, next action and outcome: one value each, compared as it is. An explicit null asserts "none"."""

from collections.abc import Iterator, Mapping

from sekisho.evaluation.matchers.check import make_check, same
from sekisho.model.base import Json
from sekisho.model.kinds.case import EndAssertions, TurnAssertions
from sekisho.model.run import Check

CODES: Mapping[str, str] = {
    "intent": "IR.intent",
    "mode": "mode.wrong",
    "next_action": "policy.next_action",
    "outcome": "policy.outcome",
}


def check_scalars(
    expected: TurnAssertions | EndAssertions, observed: Mapping[str, Json], turn: int | None
) -> Iterator[Check]:
    """Yield one check for each scalar field that `expected` names; `observed` holds the trace's values by field."""
    given = expected.model_fields_set
    for field, code in CODES.items():
        if field in given:
            wanted, found = getattr(expected, field), observed[field]
            yield make_check(turn, field, code, same(wanted, found), expected=wanted, observed=found)
