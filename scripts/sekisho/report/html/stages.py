"""The six stages of a turn as a compact row, with those that differ between the sides marked."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sekisho.model.base import Json
from sekisho.model.trace import Stage, ToolCall, TurnTrace
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element
from sekisho.report.safe import printable
from sekisho.report.view import shown

VALUE_LIMIT = 400
NOTHING = Html("–")
Slots = Mapping[str, Json]


class Sides(NamedTuple):
    """One turn on both sides, and the slots each side had before it."""

    before: TurnTrace | None
    after: TurnTrace | None
    slots_before: Slots
    slots_after: Slots


def stage_row(sides: Sides, voice: Voice) -> Html:
    """Return the list of stages; a stage that differs shows both values and says that it differs."""
    both = sides.before is not None and sides.after is not None
    cells = [_cell(stage, sides, voice, compared=both) for stage in Stage]
    return element("ol", *cells, class_="stages", **voice.label("stages"))


def _cell(stage: Stage, sides: Sides, voice: Voice, *, compared: bool) -> Html:
    name = element("b", stage)
    new = _facts(stage, sides.after, sides.slots_after, sides.slots_before, voice)
    if compared and not differs(stage, sides.before, sides.after):
        return element("li", name, " ", *(new or [NOTHING]))
    old = _facts(stage, sides.before, sides.slots_before, sides.slots_after, voice)
    if not compared:
        return element("li", name, " ", *(new or old or [NOTHING]))
    mark = element("span", "≠", element("span", voice.say("differs"), class_="unseen"), class_="ne")
    if stage is Stage.NLG and not old and not new:
        return element("li", name, " ", mark, " ", voice.say("reply-above"), class_="differs")
    sided = [
        element("div", element("span", voice.say(f"side.{side}"), class_="side"), *(facts or [NOTHING]))
        for side, facts in (("baseline", old), ("candidate", new))
    ]
    return element("li", name, " ", mark, *sided, class_="differs")


def differs(stage: Stage, before: TurnTrace | None, after: TurnTrace | None) -> bool:
    """Say whether the sides decided otherwise at this stage; False where one side has no such turn."""
    if before is None or after is None:
        return False
    return _decided(stage, before) != _decided(stage, after)


def _decided(stage: Stage, turn: TurnTrace) -> object:
    match stage:
        case Stage.IR:
            return turn.intent
        case Stage.MODE:
            return turn.mode
        case Stage.SLOT:
            return {name: value for name, value in turn.slots.items() if value is not None}
        case Stage.POLICY:
            return turn.next_action, turn.outcome
        case Stage.EXEC:
            return turn.tool_calls, turn.retrieved
        case Stage.NLG:
            return turn.reply, turn.citations, turn.error


def _facts(stage: Stage, turn: TurnTrace | None, earlier: Slots, other: Slots, voice: Voice) -> list[Html]:
    """Return what a side decided at a stage; of the slots those that this turn changed, or that the sides differ in."""
    if turn is None:
        return []
    match stage:
        case Stage.IR:
            return _words(turn.intent)
        case Stage.MODE:
            return _words(turn.mode)
        case Stage.SLOT:
            changed = {n: v for n, v in turn.slots.items() if v is not None and (earlier.get(n) != v or n not in other)}
            return _words(*(f"{name}={shown(value)}" for name, value in changed.items()))
        case Stage.POLICY:
            return _words(turn.next_action, turn.outcome if turn.outcome != turn.next_action else None)
        case Stage.EXEC:
            return [*(_call(call, voice) for call in turn.tool_calls), *_words(*turn.retrieved)]
        case Stage.NLG:
            return [*_words(*(f"[{cited}]" for cited in turn.citations)), *_error(turn)]


def _words(*values: str | None) -> list[Html]:
    return [element("code", printable(value, VALUE_LIMIT)) for value in values if value]


def _call(call: ToolCall, voice: Voice) -> Html:
    came = f"! {call.error}" if call.error else f"→ {printable(shown(call.result), VALUE_LIMIT)}"
    text = f"{call.tool}({printable(shown(dict(call.arguments)), VALUE_LIMIT)}) {came}"
    return element("div", element("code", text), *_remarks(call, voice), class_="call")


def _remarks(call: ToolCall, voice: Voice) -> Iterator[Html]:
    if call.attempts != 1:
        yield element("span", " ", voice.say("attempts", count=call.attempts))
    if call.injected:
        yield element("span", " ", voice.say("injected"), f": {', '.join(call.injected)}")


def _error(turn: TurnTrace) -> list[Html]:
    if turn.error is None:
        return []
    return [element("code", f"! {turn.error.code}: {printable(turn.error.message, VALUE_LIMIT)}", class_="fault")]
