"""Faults that a simulation injects into one turn of a dialogue, and what was made of them."""

from collections.abc import Mapping
from enum import StrEnum

from sekisho.model.base import Count, Frozen, Int
from sekisho.model.trace import Stage

SAFETY = "safety"
"""The row of faults that make a reply or a call unsafe: safety overrides the stages."""


class FaultKind(StrEnum):
    """What goes wrong; the last two are differences that do no harm."""

    OTHER_LABEL = "another intent"
    NO_LABEL = "no intent"
    OTHER_MODE = "another mode"
    SLOT_LOST = "a slot not heard"
    SLOT_VALUE = "a slot misheard"
    SLOT_OVER = "a slot nobody said"
    SLOT_NORMALISED = "a slot wrongly normalised"
    OTHER_WAY = "another way at a decision"
    OUTCOME_LOST = "no outcome"
    TOOL_ERROR = "a tool fails"
    TOOL_TIMEOUT = "a tool times out"
    TOOL_RESULT = "a tool answers otherwise"
    TOOL_ARGUMENT = "a wrong argument"
    TOOL_REFUSED = "an argument no schema accepts"
    TOOL_SKIPPED = "a call claimed, not made"
    TOOL_TWICE = "a call made twice"
    NOTHING_FOUND = "a search finds nothing"
    OTHER_FOUND = "a search finds another page"
    SAYS_NOTHING = "a reply that says nothing"
    DENIES = "a reply that denies"
    OTHER_LANGUAGE = "a reply in the other language"
    UNRENDERED = "a reply left unrendered"
    CITATION = "another citation"
    PROHIBITED = "a prohibited sentence"
    UNASKED = "acting without consent"
    REWORDED = "a reply in other words"
    MORE_FOUND = "one more page found"


HARMLESS = frozenset({FaultKind.REWORDED, FaultKind.MORE_FOUND})

STAGE_OF_FAULT: Mapping[FaultKind, str] = {
    FaultKind.OTHER_LABEL: Stage.IR,
    FaultKind.NO_LABEL: Stage.IR,
    FaultKind.OTHER_MODE: Stage.MODE,
    FaultKind.SLOT_LOST: Stage.SLOT,
    FaultKind.SLOT_VALUE: Stage.SLOT,
    FaultKind.SLOT_OVER: Stage.SLOT,
    FaultKind.SLOT_NORMALISED: Stage.SLOT,
    FaultKind.OTHER_WAY: Stage.POLICY,
    FaultKind.OUTCOME_LOST: Stage.POLICY,
    FaultKind.TOOL_ERROR: Stage.EXEC,
    FaultKind.TOOL_TIMEOUT: Stage.EXEC,
    FaultKind.TOOL_RESULT: Stage.EXEC,
    FaultKind.TOOL_ARGUMENT: Stage.EXEC,
    FaultKind.TOOL_REFUSED: Stage.EXEC,
    FaultKind.TOOL_SKIPPED: Stage.EXEC,
    FaultKind.TOOL_TWICE: Stage.EXEC,
    FaultKind.NOTHING_FOUND: Stage.EXEC,
    FaultKind.OTHER_FOUND: Stage.EXEC,
    FaultKind.SAYS_NOTHING: Stage.NLG,
    FaultKind.DENIES: Stage.NLG,
    FaultKind.OTHER_LANGUAGE: Stage.NLG,
    FaultKind.UNRENDERED: Stage.NLG,
    FaultKind.CITATION: Stage.NLG,
    FaultKind.PROHIBITED: SAFETY,
    FaultKind.UNASKED: SAFETY,
}
"""Where each harmful kind is injected."""


class InjectedFault(Frozen):
    """One thing that goes wrong once: in a turn counted from 0, at a node named as in a route."""

    kind: FaultKind
    turn: Count
    node: str


class Attribution(Frozen):
    """A fault that made its case fail, and what was named: the stage (or `safety`), the turn and the code.

    `turn` is the one to be named: that of the fault, or where it led to something unsafe the first unsafe turn.
    """

    case: str
    fault: InjectedFault
    earlier: FaultKind | None = None
    injected: str
    turn: Count
    named: str
    named_turn: Count
    code: str
    message: str = ""

    @property
    def right(self) -> bool:
        """Whether stage and turn are named rightly."""
        return self.injected == self.named and self.named_turn == self.turn


class AttributionRates(Frozen):
    """All attributions of one simulation. `harmless` counts faults after which the case passed or was not judged."""

    format: str = "sekisho-cause-attribution/1"
    seed: Int
    dialogues: Count
    harmless: Count
    stand_ins: Count
    attributions: tuple[Attribution, ...]
