"""One case: why it broke, and its dialogue turn by turn, baseline and candidate side by side."""

from collections.abc import Iterator

from sekisho.model.run import Check
from sekisho.model.trace import TurnTrace
from sekisho.model.verdict import WorkflowGraph
from sekisho.report.html.inline import marked
from sekisho.report.html.route import route_figure
from sekisho.report.html.stages import Sides, stage_row
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element, prose
from sekisho.report.safe import printable
from sekisho.report.view import Dialogue, shown

CHECK_LIMIT = 600


def dialogue_body(dialogue: Dialogue, graphs: tuple[WorkflowGraph, ...], voice: Voice) -> Html:
    """Return everything about a case below its summary line."""
    parts = [*_why(dialogue, voice)]
    slots: tuple[dict[str, object], dict[str, object]] = ({}, {})
    for number, before, after in dialogue.rounds:
        sides = Sides(before, after, *slots)
        drawn: list[Html] = []
        if number == dialogue.pair.diverged_turn and before is not None and after is not None:
            drawn = [*route_figure(number, before.route, after.route, graphs, voice)]
        parts.append(_turn(dialogue, number, sides, drawn, voice))
        slots = (dict(before.slots) if before else slots[0], dict(after.slots) if after else slots[1])
    ended = [check for check in dialogue.failed_checks if check.turn is None]
    if ended:
        parts.append(element("div", element("h3", voice.say("end-state")), _checks(ended, voice), class_="turn"))
    return element("div", *parts, class_="body")


def _why(dialogue: Dialogue, voice: Voice) -> Iterator[Html]:
    pair, cause = dialogue.pair, dialogue.pair.cause
    if cause is not None:
        place = voice.say("cause-in", stage=cause.stage, turn=cause.turn + 1)
        said = [voice.say("cause"), " ", element("code", cause.code), " (", place, "): ", *_what(dialogue, voice)]
        if cause.contributing:
            said += ["; ", voice.say("contributing"), " ", element("code", ", ".join(cause.contributing))]
        if cause.unverified:
            said += [" – ", voice.say("unverified")]
        yield element("p", *said, class_="cause")
    if pair.note:
        yield element("p", prose(pair.note), class_="soft")
    before, after, trials = dialogue.passes
    if trials > 1:
        counts = {"before": f"{before}/{trials}", "after": f"{after}/{trials}"}
        yield element("p", voice.say("trials", **counts), class_="soft")
    for result in (dialogue.baseline, dialogue.candidate):
        if result is not None and not result.turns and result.reason:
            yield element("p", element("code", result.state), " ", prose(result.reason), class_="soft")


def _what(dialogue: Dialogue, voice: Voice) -> list[object]:
    check = dialogue.decisive
    if check is None:
        return [dialogue.pair.cause.message if dialogue.pair.cause else ""]
    return [check.field, *_compared(check, voice)]


def _turn(dialogue: Dialogue, number: int, sides: Sides, drawn: list[Html], voice: Voice) -> Html:
    known = sides.after or sides.before
    diverged = dialogue.pair.diverged_turn == number
    head = [voice.say("turn-n", turn=number + 1)]
    if diverged:
        stage = dialogue.pair.diverged_stage
        head.append(element("span", " ≠ ", voice.say("diverged-here", stage=stage), class_="parted"))
    user = prose(known.user) if known and known.user else voice.say("silence")
    failed = [check for check in dialogue.failed_checks if check.turn == number]
    return element(
        "div",
        element("h3", *head),
        element("p", element("span", voice.say("user"), class_="who"), user, class_="user", lang=_language(known)),
        *_replies(sides, voice),
        stage_row(sides, voice),
        *([_checks(failed, voice)] if failed else []),
        *drawn,
        class_="turn diverged" if diverged else "turn",
    )


def _language(turn: TurnTrace | None) -> str | None:
    return turn.language if turn else None


def _replies(sides: Sides, voice: Voice) -> list[Html]:
    before, after = sides.before, sides.after
    if before is None or after is None:
        return [_reply("baseline", before, None, voice), _reply("candidate", after, None, voice)]
    if before.reply == after.reply and before.error == after.error:
        who = element("span", voice.say("baseline"), " = ", voice.say("candidate"), class_="who")
        return [element("p", who, _said(after), class_="reply same", lang=_language(after))]
    old, new = marked(before.reply, after.reply)
    return [_reply("baseline", before, old, voice), _reply("candidate", after, new, voice)]


def _reply(side: str, turn: TurnTrace | None, text: Html | None, voice: Voice) -> Html:
    who = element("span", voice.say(side), class_="who")
    if turn is None:
        return element("p", who, voice.say("no-turn"), class_=f"reply {side} soft")
    return element("p", who, text or _said(turn), class_=f"reply {side}", lang=_language(turn))


def _said(turn: TurnTrace) -> Html:
    if turn.reply or turn.error is None:
        return prose(turn.reply or "–")
    return element("code", f"! {turn.error.code}: {printable(turn.error.message, CHECK_LIMIT)}", class_="fault")


def _checks(checks: list[Check], voice: Voice) -> Html:
    return element("ul", *(_check(check, voice) for check in checks), class_="checks")


def _check(check: Check, voice: Voice) -> Html:
    mark = element("span", "✗ ", class_="mark fail")
    return element("li", mark, element("code", check.code), " ", check.field, *_compared(check, voice))


def _stands_above(check: Check) -> bool:
    """A check of the reply has observed the whole reply, which stands above already."""
    return check.field.startswith("reply") and check.turn is not None


def _compared(check: Check, voice: Voice) -> list[object]:
    values = [
        (key, voice.say("nothing") if value is None else element("code", printable(shown(value), CHECK_LIMIT)))
        for key, value in (("expected", check.expected), ("observed", check.observed))
        if key == "expected" or not _stands_above(check)
    ]
    return [part for key, value in values for part in (" ", voice.say(key), " ", value)]
