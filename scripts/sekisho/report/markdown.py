"""A gate's report as Markdown for the pull request: bounded, foreign text neutralised, cut by whole sections.

What broke comes first, then why, then the figures. Where not everything fits, sections are left out from the least
important on, each whole, and the reader is told which.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sekisho.model.trace import TurnTrace
from sekisho.model.verdict import GateReport, Pairing
from sekisho.report.headline import headline
from sekisho.report.plan import plan_sections
from sekisho.report.reasons import reason
from sekisho.report.safe import markdown, markdown_code
from sekisho.report.tables import markdown_table
from sekisho.report.text import MARKS
from sekisho.report.view import Dialogue, all_dialogues, causes, in_order, metric_row, segment_rows, shown
from sekisho.report.wording import words

LIMIT = 60_000
ROOM_FOR_NOTICE = 700
SHOWN_CASES = 20
SHOWN_CHECKS = 60
SHOWN_FINDINGS = 50
SHOWN_LISTED = 50
SHOWN_MISSING = 20


class Section(NamedTuple):
    """A part that is kept or left out as a whole; `rank` 0 is the most important."""

    name: str
    rank: int
    text: str


def gate_markdown(report: GateReport, *, limit: int = LIMIT) -> str:
    """Return the report in at most `limit` characters; sections that do not fit are left out whole and named."""
    sections = list(_sections(report))
    room = limit - ROOM_FOR_NOTICE
    kept = set()
    for number in sorted(range(len(sections)), key=lambda number: sections[number].rank):
        size = len(sections[number].text) + 2
        if size <= room:
            kept.add(number)
            room -= size
    parts = [section.text for number, section in enumerate(sections) if number in kept]
    left_out = dict.fromkeys(section.name for number, section in enumerate(sections) if number not in kept)
    if left_out:
        table = words(report.language)
        parts.append(f"_{table['cut']}: {markdown(', '.join(left_out), 500)}; {table['cut-where']}._")
    return "\n\n".join(parts) + "\n"


def _sections(report: GateReport) -> Iterator[Section]:
    table = words(report.language)
    found = all_dialogues(report)
    name, meaning = headline(report.verdict.state, report.language)
    yield Section("verdict", 0, f"## {MARKS[report.verdict.state]} {name}: {meaning}")
    yield from _broken(report, found[Pairing.BROKEN])
    yield Section(table["why"], 1, f"### {table['why']}\n\n{_checks(report)}")
    yield from _findings(report)
    yield from _figures(report)
    yield from _trust(report)
    for pairing, key in ((Pairing.UNSTABLE, "unstable"), (Pairing.FIXED, "fixed")):
        if found[pairing]:
            yield Section(table[key], 7, _list(report, key, found[pairing]))
    if report.plan is not None:
        yield from (Section(table[part], 5, text) for part, text in plan_sections(report.plan, table))
    yield from _footer(report)


def _checks(report: GateReport) -> str:
    rows = [
        (MARKS[check.state], markdown(check.id), markdown(reason(check, report.language), 600))
        for check in report.verdict.checks[:SHOWN_CHECKS]
    ]
    table = words(report.language)
    return markdown_table(("", table["check"], table["why"]), rows)


def _findings(report: GateReport) -> Iterator[Section]:
    if report.findings:
        table = words(report.language)
        lines = [f"- {markdown(finding, 300)}" for finding in report.findings[:SHOWN_FINDINGS]]
        if len(report.findings) > SHOWN_FINDINGS:
            lines.append(table["more"].format(count=len(report.findings) - SHOWN_FINDINGS))
        yield Section(table["findings"], 2, f"### {table['findings']}\n\n" + "\n".join(lines))


def _broken(report: GateReport, found: Sequence[Dialogue]) -> Iterator[Section]:
    """Yield a heading with the causes, then one section a dialogue, so that a long one costs no other its place."""
    if not found:
        return
    table = words(report.language)
    by_cause = ", ".join(f"{markdown_code(code)} {count}" for code, count in causes(found))
    yield Section(table["broken"], 1, f"### {table['broken']} ({len(found)})" + (f"\n\n{by_cause}" if by_cause else ""))
    for dialogue in found[:SHOWN_CASES]:
        yield Section(table["broken"], 4, _case(report, dialogue))
    if len(found) > SHOWN_CASES:
        yield Section(table["broken"], 4, table["more"].format(count=len(found) - SHOWN_CASES))


def _case(report: GateReport, dialogue: Dialogue) -> str:
    table = words(report.language)
    pair = dialogue.pair
    badge = f" {table['must-pass']}" if pair.must_pass else ""
    head = f"**{markdown_code(pair.case)}**{badge} {markdown(dialogue.title, 80)}"
    if pair.cause is None:
        return f"{head} {markdown(pair.note)}".rstrip()
    cause = pair.cause
    where = f"{table['turn']} {cause.turn + 1}, {table['stage']} {cause.stage}"
    lines = [f"{head}  ", f"{table['cause']}: {markdown_code(cause.code)} ({where}): {markdown(cause.message, 300)}"]
    first = cause.turn if pair.diverged_turn is None else min(cause.turn, pair.diverged_turn)
    rows = [
        (_number(number, first), markdown(_user(before, after)), markdown(_reply(before)), markdown(_reply(after)))
        for number, before, after in dialogue.rounds
        if number <= cause.turn
    ]
    grid = markdown_table((table["turn"], table["user"], table["baseline"], table["candidate"]), rows)
    failed = "\n".join(
        f"- {markdown_code(check.field)}: {table['expected']} {markdown(shown(check.expected))}, "
        f"{table['observed']} {markdown(shown(check.observed))}"
        for check in dialogue.failed_checks[:5]
    )
    return "\n".join([*lines, "", grid, "", failed]).rstrip()


def _number(turn: int, diverged: int) -> str:
    return f"**{turn + 1} ≠**" if turn == diverged else str(turn + 1)


def _user(before: TurnTrace | None, after: TurnTrace | None) -> str:
    known = after or before
    return known.user if known else ""


def _reply(trace: TurnTrace | None) -> str:
    if trace is None:
        return ""
    return trace.reply or (f"{trace.error.code}: {trace.error.message}" if trace.error else "")


def _figures(report: GateReport) -> Iterator[Section]:
    if report.comparison is None:
        return
    table = words(report.language)
    header = tuple(table[key] for key in ("metric", "baseline", "candidate", "difference", "margin"))
    metrics = in_order(report.comparison.metrics)
    for key, blocking, rank in (("metrics", True, 3), ("not-blocking", False, 8)):
        if rows := [metric_row(metric) for metric in metrics if metric.blocking is blocking]:
            title = table["metrics"] if blocking else f"{table['metrics']}: {table[key]}"
            yield Section(title, rank, f"### {title}\n\n{markdown_table(header, rows)}")
    if cells := [(markdown(segment), *rest) for segment, *rest in segment_rows(report.comparison)]:
        grid = markdown_table((table["segment"], *header), cells)
        yield Section(table["segments"], 6, f"### {table['segments']}\n\n{grid}")


def _trust(report: GateReport) -> Iterator[Section]:
    table = words(report.language)
    noise = report.comparison.noise if report.comparison else None
    if noise is not None:
        says = table["noise-says"].format(count=len(noise.unstable), cases=noise.cases)
        names = f" {_codes(noise.unstable)}" if noise.unstable else ""
        yield Section(table["noise"], 6, f"### {table['noise']}\n\n{says}{names}")
    if report.coverage:
        lines = [
            f"- {markdown(part.suite)}: {markdown(part.what)} {part.covered}/{part.total}"
            + (f"; {table['missing']}: {_codes(part.missing)}" if part.missing else "")
            for part in report.coverage
        ]
        yield Section(table["coverage"], 6, f"### {table['coverage']}\n\n" + "\n".join(lines))


def _codes(names: Sequence[str]) -> str:
    return ", ".join(map(markdown_code, names[:SHOWN_MISSING])) + (", …" if len(names) > SHOWN_MISSING else "")


def _list(report: GateReport, key: str, found: Sequence[Dialogue]) -> str:
    table = words(report.language)
    lines = [
        f"- {markdown_code(dialogue.pair.case)} {markdown(dialogue.title, 80)} {markdown(dialogue.pair.note)}".rstrip()
        for dialogue in found[:SHOWN_LISTED]
    ]
    if len(found) > SHOWN_LISTED:
        lines.append("- " + table["more"].format(count=len(found) - SHOWN_LISTED))
    return f"### {table[key]} ({len(found)})\n\n" + "\n".join(lines)


def _footer(report: GateReport) -> Iterator[Section]:
    table = words(report.language)
    if report.candidate is not None:
        models = ", ".join(markdown(model) for model in report.candidate.models) or "-"
        yield Section(table["answers"], 2, f"{table['answers']}: {markdown(report.candidate.answers)}, {models}")
    if report.reproduce:
        yield Section(table["reproduce"], 1, f"{table['reproduce']}: {markdown_code(report.reproduce, 500)}")
