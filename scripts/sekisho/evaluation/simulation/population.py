"""Made-up cases whose true behaviour is known, so that the errors of a verdict can be counted.

A case has a majority outcome and reaches it in each trial with the same chance, its stability. When it goes wrong it
goes wrong at one stage, and everything that hangs on that stage goes wrong with it: a misheard intent costs the task
and the reply, a lost slot costs the task, another wording costs the reply alone. So the metrics of a run are
correlated as those of real runs are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random

from sekisho.model.run import CaseResult, CaseState, Check
from sekisho.model.trace import STAGE_OF_FIELD, ModelCall, TurnTrace

MUST_PASS_EVERY = 5
"""One case in so many must pass: 35 of the 176 shipped cases do."""
FAILING_EVERY = 12
"""One other case in so many fails by majority, on both sides: the shipped baseline fails 11 % of its cases."""
TURNS = (1, 2, 3, 4)
"""Lengths of dialogues, in turn: 2.5 turns on average, as in the shipped cases (2.6)."""
SLOTLESS_EVERY = 3
"""One case in so many asserts no slot."""

TRACE = TurnTrace(user="u", language="en", calls=(ModelCall(node="n", prompt="p", key="0" * 64),))


class Slip(Enum):
    """The stage at which a trial goes wrong, with how often it is that one of ten."""

    INTENT = 5
    SLOT = 3
    WORDING = 2


@dataclass(frozen=True, slots=True)
class SimulatedCase:
    """One case: its length, whether it asserts slots, and its majority outcome (the slip it fails by, or None)."""

    name: str
    turns: int
    slots: bool
    must_pass: bool
    failing: Slip | None = None

    def slip(self, dice: Random) -> Slip:
        """Return a stage at which this case may go wrong."""
        slips = [slip for slip in Slip if slip is not Slip.SLOT or self.slots]
        return dice.choices(slips, [slip.value for slip in slips])[0]


class Population:
    """Cases, and every result they can have: results are values, so each is made once and used again."""

    def __init__(self, size: int, seed: int) -> None:
        dice = Random(seed)  # noqa: S311 - repeatable dice, not a secret
        self.cases: Sequence[SimulatedCase] = tuple(_case(number, dice) for number in range(size))
        self._made: dict[tuple[str, Slip | None, int], CaseResult] = {}

    def result(self, case: SimulatedCase, slip: Slip | None, trial: int) -> CaseResult:
        """Return the result of a trial that went wrong at `slip`, or went well."""
        key = case.name, slip, trial
        if key not in self._made:
            self._made[key] = _result(case, slip, trial)
        return self._made[key]


def _case(number: int, dice: Random) -> SimulatedCase:
    must_pass = number % MUST_PASS_EVERY == 0
    blank = SimulatedCase(
        name=f"golden/{number:05}",
        turns=TURNS[number % len(TURNS)],
        slots=number % SLOTLESS_EVERY != 0,
        must_pass=must_pass,
    )
    fails = not must_pass and number % FAILING_EVERY == FAILING_EVERY - 1
    return SimulatedCase(blank.name, blank.turns, blank.slots, must_pass, blank.slip(dice)) if fails else blank


def _result(case: SimulatedCase, slip: Slip | None, trial: int) -> CaseResult:
    return CaseResult(
        case=case.name,
        trial=trial,
        must_pass=case.must_pass,
        state=CaseState.PASSED if slip is None else CaseState.FAILED,
        turns=(TRACE,),
        checks=tuple(_checks(case, slip)),
        task_success=slip in (None, Slip.WORDING),
        response_accurate=slip in (None, Slip.SLOT),
    )


def _checks(case: SimulatedCase, slip: Slip | None) -> list[Check]:
    """Return what is asserted: an intent a turn, a slot a turn from the second on, the last reply.

    The last turn is the one that goes wrong; an intent that is misheard there leaves its slot empty.
    """
    last = case.turns - 1
    checks = []
    for turn in range(case.turns):
        wrong = slip if turn == last else None
        checks.append(_check(turn, "intent", wrong is not Slip.INTENT))
        if case.slots:
            checks.append(_check(turn, "slots.date", wrong not in (Slip.INTENT, Slip.SLOT), empty=wrong is Slip.INTENT))
    return [*checks, _check(last, "reply.contains", slip in (None, Slip.SLOT))]


def _check(turn: int, field: str, passed: bool, *, empty: bool = False) -> Check:
    stage = STAGE_OF_FIELD[field.partition(".")[0]]
    observed = "right" if passed else None if empty else "wrong"
    return Check(
        turn=turn, field=field, stage=stage, code=f"{stage}.x", passed=passed, expected="right", observed=observed
    )
