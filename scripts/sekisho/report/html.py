"""A gate's report as one self-contained HTML file: works from file://, loads nothing, light and dark."""

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files

from sekisho.model.change import TestPlan
from sekisho.model.trace import TurnTrace
from sekisho.model.verdict import GateReport, Pairing
from sekisho.report.headline import headline
from sekisho.report.markup import Html, element, grid, join
from sekisho.report.plan import change_rows, suite_row, touched
from sekisho.report.text import MARKS
from sekisho.report.view import Dialogue, dialogues, metric_row, shown
from sekisho.report.wording import words

ORDER = (Pairing.BROKEN, Pairing.FIXED, Pairing.FAILED, Pairing.NOT_COMPARED, Pairing.PASSED)


def gate_html(report: GateReport) -> str:
    """Return the whole page."""
    style, script = _asset("gate.css"), _asset("gate.js")
    name, _ = headline(report.verdict.state, report.language)
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:"
    page_head = join(
        [
            Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
            Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
            element("title", f"Sekisho: {name}"),
            Html(f"<style>{style}</style>"),
        ]
    )
    body = element("body", *_sections(report), Html(f"<script>{script}</script>"))
    return f'<!doctype html>\n<html lang="{report.language}">\n<head>{page_head}</head>\n{body}\n</html>\n'


def _asset(name: str) -> str:
    return files("sekisho.report").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _sections(report: GateReport) -> list[Html]:
    table = words(report.language)
    sections = [element("header", _verdict(report)), _section(table["why"], _checks(report))]
    if report.plan is not None:
        plan = report.plan
        sections += [
            _section(table["changes"], _changes(plan, table)),
            _section(table["affected"], element("p", touched(plan))),
            _section(table["suites"], _suites(plan)),
        ]
    if report.findings:
        lines = [element("li", element("code", finding)) for finding in report.findings]
        sections.append(_section(table["findings"], element("ul", *lines)))
    if report.comparison is not None:
        header = tuple(table[key] for key in ("metric", "baseline", "candidate", "difference", "margin"))
        rows: list[tuple[object, ...]] = [metric_row(metric) for metric in report.comparison.metrics]
        sections.append(_section(table["metrics"], grid(header, rows, numbers=frozenset({1, 2, 3, 4}))))
        sections.append(_section(table["case"], _dialogues(report)))
    return [element("main", *sections), _footer(report)]


def _section(title: str, *content: Html) -> Html:
    return element("section", element("h2", title), *content)


def _verdict(report: GateReport) -> Html:
    name, meaning = headline(report.verdict.state, report.language)
    mark = element("span", MARKS[report.verdict.state], class_="mark", aria_hidden="true")
    lines = [element("h1", mark, f" {name}"), element("p", meaning)]
    if report.plan is not None:
        change_set = report.plan.change_set
        lines.append(element("p", element("code", f"{change_set.base[:12]} → {change_set.head[:12]}")))
    return element("div", *lines, class_=f"verdict {report.verdict.state.name.lower()}")


def _checks(report: GateReport) -> Html:
    rows: list[tuple[object, ...]] = [
        (
            element("span", MARKS[check.state], class_=f"mark {check.state.name.lower()}", title=check.state.name),
            element("code", check.id),
            check.message,
        )
        for check in report.verdict.checks
    ]
    return grid(("", "check", words(report.language)["why"]), rows)


def _changes(plan: TestPlan, table: Mapping[str, str]) -> Html:
    rows: list[tuple[object, ...]] = [
        (kind, element("code", where), why) for kind, where, why in change_rows(plan.change_set.changes)
    ]
    return grid(("type", "where", "why"), rows) if rows else element("p", table["no-changes"])


def _suites(plan: TestPlan) -> Html:
    rows: list[tuple[object, ...]] = [
        (element("code", name), runs, why) for name, runs, why in map(suite_row, plan.suites)
    ]
    return grid(("suite", "runs", "because of"), rows)


def _dialogues(report: GateReport) -> Html:
    found = [(pairing, dialogues(report, pairing)) for pairing in ORDER]
    options = [element("option", f"all ({sum(len(items) for _, items in found)})", value="")]
    options += [element("option", f"{p.value} ({len(items)})", value=p.value) for p, items in found if items]
    filters = element(
        "div",
        Html('<input id="search" type="search" placeholder="/ search" aria-label="search">'),
        element("select", *options, id="kind", aria_label="filter"),
        element("span", class_="soft", id="count", role="status"),
        class_="filters",
    )
    return join([filters, *(_dialogue(report, dialogue) for _, items in found for dialogue in items)])


def _dialogue(report: GateReport, dialogue: Dialogue) -> Html:
    table = words(report.language)
    pair = dialogue.pair
    tone = {Pairing.BROKEN: "fail", Pairing.FAILED: "fail", Pairing.NOT_COMPARED: "inconclusive"}
    badges = [element("span", pair.pairing.value, class_=f"badge {tone.get(pair.pairing, 'pass')}")]
    badges += [element("span", table["must-pass"], class_="badge")] if pair.must_pass else []
    cause = []
    if pair.cause is not None:
        where = f"{table['turn']} {pair.cause.turn + 1}, {table['stage']} {pair.cause.stage}"
        cause = [
            element("p", table["cause"], " ", element("code", pair.cause.code), f" ({where}): {pair.cause.message}")
        ]
    failed = [
        element(
            "li",
            element("code", check.field),
            f": {table['expected']} {shown(check.expected)}, {table['observed']} {shown(check.observed)}",
        )
        for check in dialogue.failed_checks
    ]
    turns = [_turn(report, dialogue, number, before, after) for number, before, after in dialogue.rounds]
    note = [element("p", pair.note, class_="soft")] if pair.note else []
    checks = [element("ul", *failed, class_="checks")] if failed else []
    summary = element("summary", element("span", pair.case, class_="id"), " ", *badges, " ", dialogue.title)
    return element(
        "details",
        summary,
        element("div", *note, *cause, *checks, *turns),
        class_="case",
        data_pairing=pair.pairing.value,
        open="open" if pair.pairing is Pairing.BROKEN and pair.must_pass else None,
    )


def _turn(
    report: GateReport, dialogue: Dialogue, number: int, before: TurnTrace | None, after: TurnTrace | None
) -> Html:
    table = words(report.language)
    known = after or before
    user = element("div", f"{number + 1}. ", known.user if known else "", class_="user")
    sides = [
        _side(table["baseline"], before, differs=False),
        _side(table["candidate"], after, differs=before is not None and after is not None and before != after),
    ]
    diverged = " diverged" if dialogue.pair.diverged_turn == number else ""
    return element("div", user, *sides, class_=f"turn{diverged}")


def _side(name: str, trace: TurnTrace | None, *, differs: bool) -> Html:
    if trace is None:
        return element("div", element("span", name, class_="soft"), " -")
    slots = ", ".join(f"{slot}={shown(value)}" for slot, value in trace.slots.items() if value is not None)
    facts = [trace.intent or "-", trace.mode or "-", trace.next_action or "-"] + ([slots] if slots else [])
    return element(
        "div",
        element("span", name, class_="soft"),
        element("div", trace.reply or (trace.error.message if trace.error else "")),
        element("div", " · ".join(facts), class_="route"),
        element("div", " → ".join(trace.route), class_="route"),
        class_="differs" if differs else None,
    )


def _footer(report: GateReport) -> Html:
    table = words(report.language)
    lines = []
    if report.candidate is not None:
        models = ", ".join(report.candidate.models) or "-"
        lines.append(element("p", f"{table['answers']}: {report.candidate.answers}, {models}", class_="soft"))
    if report.reproduce:
        lines.append(element("p", f"{table['reproduce']}: ", element("code", report.reproduce), class_="soft"))
    return element("footer", *lines)
