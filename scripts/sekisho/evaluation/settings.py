"""How cases are run and judged: everything a run needs beside the cases and the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.evaluation.pace import Timing
from sekisho.model.change import PlannedSuite
from sekisho.model.kinds.model_settings import Price
from sekisho.model.run import Check

FIELD_NAMES: Mapping[str, str] = {"tools": "tool_calls"}
"""The word a suite uses for a field of a trace, where the two differ."""

ALWAYS_JUDGED = frozenset({"error"})


@dataclass(frozen=True)
class RunSettings:
    """`clock` is the "now" of cases that name none; `prices` are by the model named in a `ModelCall`.

    `suites` limit which checks of their cases count; a case of several suites is judged by all their fields, a case
    of none by every field. `concurrency` is how many dialogues are held at the same time, `timing` what waits for room.
    """

    clock: datetime
    concurrency: int = 4
    trials: int = 1
    criteria: Criteria = field(default_factory=Criteria)
    suites: Sequence[PlannedSuite] = ()
    prices: Mapping[str, Price] = field(default_factory=dict)
    timing: Timing = field(default_factory=Timing)

    def judged_fields(self, case: str) -> frozenset[str] | None:
        """Return the trace fields that are judged in `case`; None for all of them."""
        limits = self._limits.get(case, ())
        if not limits or not all(limits):
            return None
        return frozenset(FIELD_NAMES.get(name, name) for names in limits for name in names)

    @cached_property
    def _limits(self) -> Mapping[str, Sequence[Sequence[str]]]:
        """The fields of every suite that has the case, by case."""
        found: dict[str, list[Sequence[str]]] = {}
        for suite in self.suites:
            for case in suite.cases:
                found.setdefault(case, []).append(suite.fields)
        return found


def judged(checks: Sequence[Check], fields: frozenset[str] | None) -> tuple[Check, ...]:
    """Return the checks that count when only `fields` (None: all) are judged."""
    if fields is None:
        return tuple(checks)
    wanted = fields | ALWAYS_JUDGED
    return tuple(check for check in checks if check.field.partition(".")[0] in wanted)
