"""A gate's report as one self-contained HTML file: works from file://, loads nothing, light and dark, two languages.

The only style sheet and script are the page's own, named to the browser by their hash; whatever else the page holds is
shown and cannot act, even if it were markup.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

from sekisho.model.base import Language
from sekisho.model.verdict import GateCheck, GateReport, Pairing, VerdictState
from sekisho.report.headline import headline, headline_keys
from sekisho.report.html.cases import case_list
from sekisho.report.html.changes import plan_section
from sekisho.report.html.intents import confusion_matrix
from sekisho.report.html.links import case_link
from sekisho.report.html.maps import workflow_maps
from sekisho.report.html.metrics import metric_table, segment_table
from sekisho.report.html.pack import packed
from sekisho.report.html.resources import resource_plots
from sekisho.report.html.slots import slot_table
from sekisho.report.html.trust import trust_section
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element, grid, join, prose
from sekisho.report.reasons import reason
from sekisho.report.text import MARKS
from sekisho.report.view import causes, dialogues
from sekisho.report.wording import WORDS

STYLES = ("base.css", "tables.css", "cases.css", "drawings.css")
SCRIPTS = ("words.js", "cases.js", "keys.js")
KEYS = (("/", "search"), ("j", "next"), ("k", "previous"), ("Enter", "open"), ("Esc", "escape"), ("?", "help"))
SHOWN_FINDINGS = 300
SHOWN_PER_CAUSE = 12

Section = tuple[str, str, list[Html]]


def gate_html(report: GateReport) -> str:
    """Return the whole page."""
    style, script = _assets(STYLES), _assets(SCRIPTS)
    voice = Voice(report.language)
    name, _ = headline(report.verdict.state, report.language)
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    page_head = [
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        element("title", f"Sekisho: {name}"),
        Html(f"<style>{style}</style>"),
    ]
    listed, held = case_list(report, voice)
    sections = list(_sections(report, listed, voice))
    body = [
        element("a", voice.say("skip"), href="#dialogues", class_="skip"),
        _banner(report, voice),
        _contents(sections, voice),
        element("main", *(_section(*section, voice) for section in sections)),
        _footer(report, voice),
        _help(voice),
        _table(),
        packed({"texts": held.texts, "bodies": held.bodies}),
        Html(f"<script>{script}</script>"),
    ]
    head = element("head", *page_head)
    return f'<!doctype html>\n<html lang="{report.language}">\n{head}\n{element("body", *body)}\n</html>\n'


def _assets(names: Iterable[str]) -> str:
    folder = files("sekisho.report").joinpath("assets")
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8").strip() for name in names)


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _table() -> Html:
    """Return the words of both languages as data; `<` is written so that no word can end the element."""
    text = json.dumps(WORDS, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Html(f'<script type="application/json" id="words">{text}</script>')


def _sections(report: GateReport, listed: Html, voice: Voice) -> Iterator[Section]:
    """Yield id, title key and content of each section that has something to say, in the order of the page."""
    comparison = report.comparison
    found: list[Section] = [
        ("why", "why", [_checks(report, voice)]),
        ("broken", "broken", [*_broken(report, voice)]),
        ("findings", "findings", [*_findings(report, voice)]),
        ("changes", "changes", [*plan_section(report.plan, voice)] if report.plan else []),
        ("metrics", "metrics", [*metric_table(comparison, voice)] if comparison else []),
        ("dialogues", "dialogues", [listed] if comparison else [element("p", voice.say("no-runs"))]),
        ("intents", "intents", [*confusion_matrix(report, voice)]),
        ("slots", "slots", [*slot_table(comparison, voice)] if comparison else []),
        ("segments", "segments", [*segment_table(comparison, voice)] if comparison else []),
        ("resources", "resources", [*resource_plots(report, voice)]),
        ("trust", "trust", [*trust_section(report, voice)]),
        ("workflows", "workflows", [*workflow_maps(report, voice)]),
    ]
    yield from (section for section in found if section[2])


def _section(name: str, key: str, content: list[Html], voice: Voice) -> Html:
    title = element("h2", voice.say(key), id=f"{name}-title")
    return element("section", title, *content, id=name, aria_labelledby=f"{name}-title")


def _contents(sections: list[Section], voice: Voice) -> Html:
    items = [element("li", element("a", voice.say(key), href=f"#{name}")) for name, key, _ in sections]
    return element("nav", element("ul", *items), **voice.label("sections"))


def _banner(report: GateReport, voice: Voice) -> Html:
    state = report.verdict.state
    name, meaning = headline_keys(state)
    mark = element("span", MARKS[state], class_="mark", aria_hidden="true")
    lines = [element("h1", mark, " ", voice.say(name)), element("p", voice.say(meaning))]
    if report.plan is not None:
        change_set = report.plan.change_set
        types = element("span", ", ".join(change_set.types), class_="badge") if change_set.types else Html("")
        lines.append(element("p", element("code", f"{change_set.base[:12]} → {change_set.head[:12]}"), " ", types))
    buttons = [
        element("button", voice.say("other-language"), type="button", id="language-toggle", hidden="hidden"),
        element("button", voice.say("theme"), type="button", id="theme-toggle", hidden="hidden"),
    ]
    tools = element("div", *buttons, class_="tools")
    return element("header", element("div", *lines), tools, class_=f"verdict {state.name.lower()}")


def _checks(report: GateReport, voice: Voice) -> Html:
    items = [
        element(
            "li",
            element("span", MARKS[check.state], class_=f"mark {check.state.name.lower()}", aria_hidden="true"),
            element("span", voice.say(check.state.name.lower()), class_="unseen"),
            element("div", element("b", voice.check(check)), " ", _said(check, voice)),
        )
        for check in report.verdict.checks
    ]
    return element("ul", *items, class_="reasons")


def _said(check: GateCheck, voice: Voice) -> Html:
    """Return the reason; where it ends in a list of cases, links take the list's place."""
    english, japanese = (reason(check, language) for language in (Language.EN, Language.JA))
    cases = check.evidence.get("cases")
    names = sorted(map(str, cases)) if isinstance(cases, Mapping | list | tuple) else []
    if not names or check.state is VerdictState.PASS or f": {names[0]}" not in english:
        return voice.both(english, japanese)
    links = [part for name in names[:SHOWN_PER_CAUSE] for part in (" ", case_link(name))]
    text = voice.both(*(said.partition(f": {names[0]}")[0] + ":" for said in (english, japanese)))
    return Html(join([text, *links, " …" if len(names) > SHOWN_PER_CAUSE else ""]))


def _broken(report: GateReport, voice: Voice) -> Iterator[Html]:
    """Yield what broke by cause: a reviewer sees one defect in eleven dialogues, not eleven defects."""
    found = dialogues(report, Pairing.BROKEN).pairs
    if report.comparison is None:
        return
    if not found:
        yield element("p", voice.say("none-broken"))
        return
    rows = []
    for code, count in causes(found):
        own = [pair for pair in found if pair.cause and pair.cause.code == code]
        links = [part for pair in own[:SHOWN_PER_CAUSE] for part in (case_link(pair.case), " ")]
        rows.append((element("code", code), count, element("span", *links, "…" if len(own) > SHOWN_PER_CAUSE else "")))
    if without := [pair for pair in found if pair.cause is None]:
        links = [part for pair in without[:SHOWN_PER_CAUSE] for part in (case_link(pair.case), " ")]
        rows.append((Html("–"), len(without), element("span", *links)))
    header = [voice.say("cause"), "n", voice.say("cases")]
    yield grid(voice.say("causes"), header, rows, numbers=frozenset({1}))


def _findings(report: GateReport, voice: Voice) -> Iterator[Html]:
    if report.findings:
        lines = [element("li", element("code", prose(finding, 1000))) for finding in report.findings[:SHOWN_FINDINGS]]
        yield element("ul", *lines)
    if len(report.findings) > SHOWN_FINDINGS:
        yield element("p", voice.say("more", count=len(report.findings) - SHOWN_FINDINGS))


def _footer(report: GateReport, voice: Voice) -> Html:
    lines = []
    if report.candidate is not None:
        models = ", ".join(report.candidate.models) or "-"
        lines.append(element("p", voice.say("answers"), f": {report.candidate.answers}, {models}"))
    if report.reproduce:
        lines.append(element("p", voice.say("reproduce"), ": ", element("code", report.reproduce)))
    return element("footer", *lines, class_="soft")


def _help(voice: Voice) -> Html:
    rows = [
        part
        for key, word in KEYS
        for part in (element("dt", element("kbd", key)), element("dd", voice.say(f"key.{word}")))
    ]
    title = element("h2", voice.say("keys"), id="keys-title")
    close = element("form", element("button", voice.say("close")), method="dialog")
    return element("dialog", title, element("dl", *rows), close, id="keys", aria_labelledby="keys-title")
