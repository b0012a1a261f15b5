"""What changed, and how: the plan's rows, and the difference of each changed field line by line."""

import json
from collections.abc import Iterator, Mapping, Sequence

from sekisho.model.base import Json, Language
from sekisho.model.change import Change, PlannedSuite, TestPlan
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element, grid, prose
from sekisho.report.plan import CHANGE, SUITE, change_rows, suite_row, touched
from sekisho.report.wording import words
from sekisho.text.difference import Step, steps

MOST_DIFFERENCES = 400
MOST_LINES = 400
MOST_FIELDS = 100
CONTEXT = 3
LINE_LIMIT = 1000


def plan_section(plan: TestPlan, voice: Voice) -> Iterator[Html]:
    """Yield what changed, its differences, what it touches and what had to be tested."""
    rows = [(kind, element("code", where), why) for kind, where, why in change_rows(plan.change_set.changes)]
    header = [voice.say(key) for key in CHANGE]
    yield grid(voice.say("changes"), header, rows) if rows else element("p", voice.say("no-changes"))
    fields = [change for change in plan.change_set.changes if change.before is not None or change.after is not None]
    for change in fields[:MOST_FIELDS]:
        yield from _difference(change, voice)
    if len(fields) > MOST_FIELDS:
        yield element("p", voice.say("more", count=len(fields) - MOST_FIELDS), class_="soft")
    if plan.affected:
        yield element("h3", voice.say("affected"))
        yield element("p", voice.both(touched(plan, words(Language.EN)), touched(plan, words(Language.JA))))
    if plan.suites:
        yield grid(
            voice.say("suites"), [voice.say(key) for key in SUITE], [_suite(suite, voice) for suite in plan.suites]
        )
    if plan.recommended:
        yield element("p", voice.say("recommended"), ": ", prose(", ".join(plan.recommended)))


def _suite(suite: PlannedSuite, voice: Voice) -> tuple[object, ...]:
    name, english, because = suite_row(suite, words(Language.EN))
    return element("code", name), voice.both(english, suite_row(suite, words(Language.JA))[1]), because


def _difference(change: Change, voice: Voice) -> Iterator[Html]:
    lines = list(_shown(steps(_lines(change.before), _lines(change.after), MOST_DIFFERENCES)))
    if not lines:
        return
    title = voice.say("diff", field=f"{change.path} {change.field}".rstrip())
    cut = len(lines) - MOST_LINES
    body = [*lines[:MOST_LINES], *([element("div", voice.say("diff-cut", count=cut), class_="cut")] if cut > 0 else [])]
    summary = element("summary", title, " ", element("span", voice.say("diff-legend"), class_="soft"))
    yield element(
        "details",
        summary,
        element("div", *body, class_="diff", tabindex="0", role="group", **voice.label("changes")),
        open="open",
    )


def _lines(value: Json) -> list[str]:
    """Return a value as the lines a reader compares: a text's own, else one line an item or field."""
    if value is None:
        return []
    if isinstance(value, str):
        return value.removesuffix("\n").split("\n")
    if isinstance(value, Mapping):
        return [f"{key}: {_compact(item)}" for key, item in value.items()]
    if isinstance(value, Sequence):
        return [f"- {_compact(item)}" for item in value]
    return [_compact(value)]


def _compact(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(found: Sequence[Step]) -> Iterator[Html]:
    """Yield the lines with their marks; of what both have only three lines around each difference."""
    for number, step in enumerate(found):
        if step.kind != "=":
            tag = "del" if step.kind == "-" else "ins"
            yield from (element(tag, f"{step.kind} ", prose(line, LINE_LIMIT)) for line in step.items)
            continue
        head = step.items[:CONTEXT] if number else ()
        tail = step.items[-CONTEXT:] if number < len(found) - 1 else ()
        if len(head) + len(tail) >= len(step.items):
            head, tail = step.items, ()
        yield from (element("div", "  ", prose(line, LINE_LIMIT)) for line in head)
        if len(head) + len(tail) < len(step.items):
            yield element("div", "⋯", class_="cut")
        yield from (element("div", "  ", prose(line, LINE_LIMIT)) for line in tail)
