"""All cases with what became of them. The broken ones are on the page as they are, the others packed until opened.

Without a script the list, every outcome and the broken dialogues can be read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sekisho.model.verdict import GateReport, Pairing
from sekisho.report.html.dialogue import dialogue_body
from sekisho.report.html.marks import marks_of
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element, void
from sekisho.report.safe import printable
from sekisho.report.view import Dialogue, Dialogues, all_dialogues, shown

ORDER = (
    Pairing.BROKEN,
    Pairing.UNSTABLE,
    Pairing.FIXED,
    Pairing.FAILED,
    Pairing.NOT_COMPARED,
    Pairing.PASSED,
)
TONES = {Pairing.BROKEN: "fail", Pairing.FAILED: "fail", Pairing.FIXED: "pass", Pairing.PASSED: "pass"}
PLAIN_BYTES = 900_000
"""So much of the page may be broken dialogues as they are; more of them are packed like the others."""
MOST_PACKED = 3000
"""So many cases have their dialogue in the page; report.json has all of them."""
SEARCH_LIMIT = 6000


@dataclass
class Packed:
    """What is stored compressed: the text that is searched, by case, and the dialogues that are not on the page."""

    texts: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)


@dataclass
class Kinds:
    """What the cases can be filtered by, and how many there are of each."""

    languages: Counter[str] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)

    def add(self, dialogue: Dialogue) -> None:
        """Count a case."""
        if dialogue.known:
            self.languages.update(filter(None, [dialogue.known.language]))
            self.tags.update(dialogue.known.tags)
        if dialogue.pair.cause:
            self.causes[dialogue.pair.cause.code] += 1


def case_list(report: GateReport, voice: Voice) -> tuple[Html, Packed]:
    """Return the filters with the list of all cases, and what goes into the page's packed part.

    Each case is looked at once, and not held.
    """
    found = all_dialogues(report)
    ordered = ((pairing, dialogue) for pairing in ORDER for dialogue in found[pairing])
    held, kinds = Packed(), Kinds()
    room = PLAIN_BYTES
    rows: list[Html] = []
    for number, (pairing, dialogue) in enumerate(ordered):
        kinds.add(dialogue)
        body = dialogue_body(dialogue, report.graphs, voice) if number < MOST_PACKED else Html("")
        plain = pairing is Pairing.BROKEN and len(body) <= room
        if plain:
            room -= len(body)
        elif body:
            held.bodies[dialogue.pair.case] = body
        held.texts[dialogue.pair.case] = _searched(dialogue)
        rows.append(_row(pairing, dialogue, body if plain else Html(""), voice))
    notes = []
    if len(rows) > MOST_PACKED:
        notes.append(element("p", voice.say("left-out", count=len(rows) - MOST_PACKED), class_="soft"))
    if held.bodies:
        notes.append(element("noscript", element("p", voice.say("needs-script"), class_="soft")))
    listed = element("div", *rows, id="cases")
    return Html("".join([_filters(kinds, found, voice), *notes, listed])), held


def _row(pairing: Pairing, dialogue: Dialogue, body: Html, voice: Voice) -> Html:
    pair, known = dialogue.pair, dialogue.known
    badges = [element("span", voice.name("kind", pairing.value), class_=f"badge {TONES.get(pairing, 'inconclusive')}")]
    badges += [element("span", voice.say("must-pass"), class_="badge must")] if pair.must_pass else []
    badges += [element("span", voice.say("quarantined"), class_="badge")] if pair.quarantined else []
    cause = []
    if pair.cause is not None:
        where = voice.say("cause-in", stage=pair.cause.stage, turn=pair.cause.turn + 1)
        cause = [element("span", element("code", pair.cause.code), " ", where, class_="soft")]
    parts = [element("code", pair.case, class_="id"), *badges, element("span", dialogue.title, class_="title"), *cause]
    return element(
        "details",
        element("summary", *(part for one in parts for part in (one, " "))),
        body,
        class_="case",
        id=pair.case,
        data_kind=pairing.value,
        data_language=known.language or None if known else None,
        data_tags=" ".join(known.tags) or None if known else None,
        data_cause=pair.cause.code if pair.cause else None,
        data_must="1" if pair.must_pass else None,
        data_marks=" ".join(marks_of([*dialogue.before, *dialogue.after])) or None,
        open="open" if body and pair.must_pass else None,
    )


def _searched(dialogue: Dialogue) -> str:
    """Return what a search looks through: names, what was said on both sides, slot values, tools and causes."""
    parts = [dialogue.pair.case, dialogue.title]
    parts += [dialogue.pair.cause.code, dialogue.pair.cause.message] if dialogue.pair.cause else []
    for _, before, after in dialogue.rounds:
        for turn in filter(None, (before, after)):
            parts += [turn.user, turn.reply, turn.intent or "", turn.next_action or ""]
            parts += [shown(value) for value in turn.slots.values() if value is not None]
            parts += [call.tool for call in turn.tool_calls]
    return " ".join(dict.fromkeys(part for part in parts if part))[:SEARCH_LIMIT]


def _filters(kinds: Kinds, found: Mapping[Pairing, Dialogues], voice: Voice) -> Html:
    outcomes = {pairing.value: len(found[pairing]) for pairing in ORDER if found[pairing]}
    search = void(
        "input",
        id="search",
        type="search",
        autocomplete="off",
        placeholder=voice.text("search-hint"),
        data_p="search-hint",
    )
    must = element("label", void("input", id="must", type="checkbox"), " ", voice.say("filter-must"), class_="check")
    return element(
        "form",
        element("label", voice.say("search"), " ", element("kbd", "/"), search, class_="grow"),
        _select("kind", "filter-kind", outcomes.items(), voice, prefix="kind"),
        _select("language", "filter-language", sorted(kinds.languages.items()), voice),
        _select("tag", "filter-tag", sorted(kinds.tags.items()), voice),
        _select("cause", "filter-cause", kinds.causes.most_common(), voice),
        must,
        element("button", voice.say("reset"), type="reset", id="clear"),
        element("button", "?", type="button", id="help", **voice.label("keys")),
        element("p", "", id="count", role="status", class_="soft"),
        class_="filters",
        id="filters",
        role="search",
    )


def _select(name: str, key: str, options: Iterable[tuple[str, int]], voice: Voice, prefix: str = "") -> Html:
    return element(
        "label",
        voice.say(key),
        element("select", *_options(options, voice, prefix), id=name),
    )


def _options(options: Iterable[tuple[str, int]], voice: Voice, prefix: str) -> Iterator[Html]:
    """An option holds only text, so its word is marked on the option itself."""
    yield element("option", voice.text("all"), value="", data_w="all")
    for value, count in options:
        word = f"{prefix}.{value}" if prefix else None
        text = voice.text(word) if word else printable(value)
        yield element("option", f"{text} ({count})", value=value, data_w=word, data_s=f" ({count})" if word else None)
