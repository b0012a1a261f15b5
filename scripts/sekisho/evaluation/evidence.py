"""What is known of each stage of each turn of a failing case."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sekisho.evaluation.divergence import STAGES, differing_fields, stage_of
from sekisho.evaluation.matchers.check import same
from sekisho.evaluation.naming import code_of_difference, heard_the_same
from sekisho.model.run import CaseResult, Check
from sekisho.model.trace import Stage, TurnTrace

OUTSIDE_FIRST = (Stage.IR, Stage.MODE, Stage.SLOT, Stage.EXEC, Stage.POLICY, Stage.NLG)

Place = tuple[int, Stage]
"""A stage of a turn, the turn counted from 0."""


class Status(Enum):
    """What is known of a stage that is not known to have diverged."""

    SAME = "same"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Divergence:
    """A stage that went wrong: what it is called, and in words."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A failing case, the passing run it is held against (if any), and the route entries that reach outside."""

    result: CaseResult
    reference: CaseResult | None = None
    outside: frozenset[str] = frozenset()

    @property
    def turn_count(self) -> int:
        """The turns that ran or were expected to, at least one."""
        asserted = [check.turn + 1 for check in self.result.checks if check.turn is not None]
        return max([1, len(self.result.turns), *asserted])

    def checks_at(self, place: Place) -> list[Check]:
        """Return the checks of a stage of a turn; those of the end belong to the last turn."""
        last = self.turn_count - 1
        return [
            check
            for check in self.result.checks
            if (last if check.turn is None else check.turn, check.stage) == place
            and not check.field.startswith("safety")
        ]

    def failed_at(self, place: Place) -> bool:
        """Say whether a check of this stage of this turn failed."""
        return any(not check.passed for check in self.checks_at(place))

    def look(self, place: Place) -> Divergence | Status:
        """Say whether a stage of a turn diverged: from its golden values, or else from the reference."""
        checks = self.checks_at(place)
        wrong = next((check for check in checks if not check.passed), None)
        if wrong is not None:
            return Divergence(self._refined(wrong, place[0]), _message(wrong))
        before, after = self._turns(place[0])
        if before is None or after is None:
            return Status.SAME if checks else Status.UNVERIFIED
        golden = {check.field for check in checks} | {"reply" for check in checks if check.field.startswith("reply.")}
        for field, (old, new) in differing_fields(before, after).items():
            if stage_of(field, after) is place[1] and field not in golden:
                code = code_of_difference(field, before, self.result.turns[: place[0] + 1])
                return Divergence(code, f"{field}: the baseline had {old!r}, observed {new!r}")
        return Status.SAME

    def order(self, turn: int) -> Sequence[Stage]:
        """Return the stages of a turn in the order of cause and effect."""
        before, after = self._turns(turn)
        return OUTSIDE_FIRST if after is not None and self._outside_differs(turn, before, after) else STAGES

    def _turns(self, turn: int) -> tuple[TurnTrace | None, TurnTrace | None]:
        """Return a turn of the reference and of the failing case, None where there is none."""
        return _at(self.reference.turns if self.reference else (), turn), _at(self.result.turns, turn)

    def _outside_differs(self, turn: int, before: TurnTrace | None, after: TurnTrace) -> bool:
        """Say whether a tool answered the same call differently, or a search that did run found something else."""
        checks = self.checks_at((turn, Stage.EXEC))
        missed = any(check.field == "retrieved" and not check.passed for check in checks)
        differing = {} if before is None else differing_fields(before, after)
        searched = bool(after.retrieved) or not self.outside.isdisjoint(after.route)
        answered = "tool_results" in differing and "tool_calls" not in differing
        return answered or (searched and (missed or "retrieved" in differing))

    def _refined(self, check: Check, turn: int) -> str:
        """Return a failed check's code; where the baseline got a slot right from the same words, normalisation."""
        before, after = self._turns(turn)
        name = check.field.removeprefix("slots.")
        if check.stage is Stage.SLOT and before is not None and after is not None:
            right_before = same(before.slots.get(name), check.expected)
            if right_before and heard_the_same(name, before, after):
                return "slot.normalisation"
        return check.code


def _at(turns: Sequence[TurnTrace], index: int) -> TurnTrace | None:
    return turns[index] if index < len(turns) else None


def _message(check: Check) -> str:
    if check.field == "error":
        return str(check.observed)
    where = " at the end" if check.turn is None else ""
    return f"{check.field}{where}: expected {check.expected!r}, observed {check.observed!r}"
