"""What is known of each stage of each turn of a failing case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from sekisho.evaluation.divergence import STAGES, differing_fields, stage_of
from sekisho.evaluation.malformed import is_malformed
from sekisho.evaluation.matchers.check import same
from sekisho.evaluation.naming import code_of_difference, heard_the_same
from sekisho.evaluation.order import Setting, order_of
from sekisho.model.run import CaseResult, Check
from sekisho.model.trace import Stage, ToolCall, TurnTrace

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
    """A failing case, the passing run it is held against (if any), and the route entries that tell what nodes do: those
    that reach outside, and those that set the mode or listen for slots.
    """

    result: CaseResult
    reference: CaseResult | None = None
    outside: frozenset[str] = frozenset()
    setting: Setting = field(default_factory=dict)

    @property
    def turn_count(self) -> int:
        """The turns that ran or were expected to, at least one."""
        asserted = [check.turn + 1 for check in self.result.checks if check.turn is not None]
        return max([1, len(self.result.turns), *asserted])

    def checks_at(self, place: Place) -> list[Check]:
        """Return the checks of a stage of a turn; those of the end belong to the last turn.

        Of a dialogue that an error broke off the end says nothing: it fails whatever the state was.
        """
        end = None if any(turn.error for turn in self.result.turns) else self.turn_count - 1
        return [
            check
            for check in self.result.checks
            if (end if check.turn is None else check.turn, check.stage) == place
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
        for name, (old, new) in differing_fields(before, after).items():
            if stage_of(name, after) is place[1] and name not in golden:
                code = self._went_otherwise(before, place[0]) if name == "tool_calls" else None
                code = code or code_of_difference(name, before, self.result.turns[: place[0] + 1])
                return Divergence(code, f"{name}: the baseline had {old!r}, observed {new!r}")
        return Status.SAME

    def order(self, turn: int) -> Sequence[Stage]:
        """Return the stages of a turn in the order of cause and effect."""
        before, after = self._turns(turn)
        if after is None:
            return STAGES
        return order_of(before, after, self.setting, done_first=self._done_first(turn, before, after))

    def _turns(self, turn: int) -> tuple[TurnTrace | None, TurnTrace | None]:
        """Return a turn of the reference and of the failing case, None where there is none."""
        return _at(self.reference.turns if self.reference else (), turn), _at(self.result.turns, turn)

    def _done_first(self, turn: int, before: TurnTrace | None, after: TurnTrace) -> bool:
        """Say whether what was executed parted first: the same tool was asked or answered otherwise, execution broke
        off, or a search that did run found something else.
        """
        checks = self.checks_at((turn, Stage.EXEC))
        missed = any(check.field == "retrieved" and not check.passed for check in checks)
        if before is None:
            return missed and self._searched(after)
        call = _first_otherwise(before, after)
        if (call and call[0].tool == call[1].tool) or _broke_off_on_the_way(before, after):
            return True
        found_otherwise = missed or not same(before.retrieved, after.retrieved)
        return found_otherwise and self._searched(before) and self._searched(after)

    def _searched(self, turn: TurnTrace) -> bool:
        return bool(turn.retrieved) or not self.outside.isdisjoint(turn.route)

    def _refined(self, check: Check, turn: int) -> str:
        """Return a failed check's code, or a better one where the turns tell more than the check.

        A slot that the baseline got right from the same words was wrongly normalised; calls that are missing because
        one before them went otherwise are not the trouble, that one is; a reply that is no text for people, as the
        baseline's was, has a wrong format.
        """
        before, after = self._turns(turn)
        if after is None:
            return check.code
        if check.stage is Stage.SLOT and before is not None:
            name = check.field.removeprefix("slots.")
            right_before = same(before.slots.get(name), check.expected)
            return "slot.normalisation" if right_before and heard_the_same(name, before, after) else check.code
        if check.field == "tool_calls" and before is not None:
            return self._went_otherwise(before, turn) or check.code
        if check.field.startswith("reply") and is_malformed(after.reply):
            return check.code if before is not None and is_malformed(before.reply) else "NLG.format"
        return check.code

    def _went_otherwise(self, before: TurnTrace, turn: int) -> str | None:
        """Name how the first call that differs went otherwise, None where another tool was called."""
        call = _first_otherwise(before, self.result.turns[turn])
        if call is None or call[0].tool != call[1].tool:
            return None
        if same(call[0].arguments, call[1].arguments):
            return code_of_difference("tool_results", before, self.result.turns[: turn + 1])
        return "exec.args_schema" if call[1].error == "args_schema" else "exec.args"


def _broke_off_on_the_way(before: TurnTrace, after: TurnTrace) -> bool:
    """Say whether execution ended a turn that had gone the reference's way until then: nothing more was decided."""
    ended = after.error is not None and stage_of("error", after) is Stage.EXEC
    return ended and bool(after.route) and after.route == before.route[: len(after.route)]


def _first_otherwise(before: TurnTrace, after: TurnTrace) -> tuple[ToolCall, ToolCall] | None:
    """Return the first calls that differ in what was asked or answered, None where only their number does."""
    pairs = zip(before.tool_calls, after.tool_calls, strict=False)
    return next(((old, new) for old, new in pairs if _what(old) != _what(new)), None)


def _what(call: ToolCall) -> tuple[object, ...]:
    return call.tool, call.arguments, call.result, call.error


def _at(turns: Sequence[TurnTrace], index: int) -> TurnTrace | None:
    return turns[index] if index < len(turns) else None


def _message(check: Check) -> str:
    if check.field == "error":
        return str(check.observed)
    where = " at the end" if check.turn is None else ""
    return f"{check.field}{where}: expected {check.expected!r}, observed {check.observed!r}"
