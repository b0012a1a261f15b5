"""A gate's report as Markdown for the pull request: bounded, foreign text neutralised, cut by whole sections."""

from collections.abc import Iterator

from sekisho.model.trace import TurnTrace
from sekisho.model.verdict import GateReport, Pairing
from sekisho.report.headline import headline
from sekisho.report.plan import plan_sections
from sekisho.report.safe import markdown
from sekisho.report.tables import markdown_table
from sekisho.report.text import MARKS
from sekisho.report.view import Dialogue, dialogues, metric_row, shown
from sekisho.report.wording import words

LIMIT = 60_000
SHOWN_CASES = 20


def gate_markdown(report: GateReport, *, limit: int = LIMIT) -> str:
    """Return the report in at most `limit` characters; sections that do not fit are left out whole and named."""
    kept: list[str] = []
    dropped: list[str] = []
    room = limit - 500
    for name, section in _sections(report):
        if len(section) + 2 <= room:
            kept.append(section)
            room -= len(section) + 2
        else:
            dropped.append(name)
    if dropped:
        kept.append(f"_Left out for length: {', '.join(dropped)}; the HTML report has everything._")
    return "\n\n".join(kept) + "\n"


def _sections(report: GateReport) -> Iterator[tuple[str, str]]:
    state = report.verdict.state
    name, meaning = headline(state, report.language)
    yield "verdict", f"## {MARKS[state]} {name}: {meaning}"
    table = words(report.language)
    rows = [(MARKS[check.state], check.id, markdown(check.message, 600)) for check in report.verdict.checks]
    yield "why", f"### {table['why']}\n\n" + markdown_table(("", "check", table["why"]), rows)
    if report.plan is not None:
        yield from plan_sections(report.plan, table)
    if report.findings:
        lines = "\n".join(f"- {markdown(finding, 300)}" for finding in report.findings[:50])
        yield "findings", f"### {table['findings']}\n\n{lines}"
    yield from _cases(report, Pairing.BROKEN, "broken")
    if report.comparison is not None and report.comparison.metrics:
        header = tuple(table[key] for key in ("metric", "baseline", "candidate", "difference", "margin"))
        grid = markdown_table(header, [metric_row(metric) for metric in report.comparison.metrics])
        yield "metrics", f"### {table['metrics']}\n\n{grid}"
    yield from _cases(report, Pairing.FIXED, "fixed")
    yield from _footer(report)


def _cases(report: GateReport, pairing: Pairing, key: str) -> Iterator[tuple[str, str]]:
    found = dialogues(report, pairing)
    if found:
        table = words(report.language)
        blocks = [_case(report, dialogue) for dialogue in found[:SHOWN_CASES]]
        if len(found) > SHOWN_CASES:
            blocks.append(table["more"].format(count=len(found) - SHOWN_CASES))
        yield key, f"### {table[key]} ({len(found)})\n\n" + "\n\n".join(blocks)


def _case(report: GateReport, dialogue: Dialogue) -> str:
    table = words(report.language)
    pair = dialogue.pair
    badge = f" **{table['must-pass']}**" if pair.must_pass else ""
    summary = f"`{pair.case}`{badge} {markdown(dialogue.title, 80)}"
    if pair.cause is None:
        return f"- {summary}"
    cause = pair.cause
    where = f"{table['turn']} {cause.turn + 1}, {table['stage']} {cause.stage}"
    lines = [f"**{summary}**  ", f"{table['cause']}: `{cause.code}` ({where}): {markdown(cause.message, 300)}"]
    rows = [
        (str(number + 1), markdown(_user(before, after)), markdown(_reply(before)), markdown(_reply(after)))
        for number, before, after in dialogue.rounds
        if number <= cause.turn
    ]
    grid = markdown_table((table["turn"], table["user"], table["baseline"], table["candidate"]), rows)
    failed = "\n".join(
        f"- `{check.field}`: {table['expected']} {markdown(shown(check.expected))}, "
        f"{table['observed']} {markdown(shown(check.observed))}"
        for check in dialogue.failed_checks[:5]
    )
    return "\n".join([*lines, "", grid, "", failed])


def _user(before: TurnTrace | None, after: TurnTrace | None) -> str:
    known = after or before
    return known.user if known else ""


def _reply(trace: TurnTrace | None) -> str:
    return trace.reply if trace else ""


def _footer(report: GateReport) -> Iterator[tuple[str, str]]:
    table = words(report.language)
    if report.candidate is not None:
        models = ", ".join(markdown(model) for model in report.candidate.models) or "-"
        yield "answers", f"{table['answers']}: {report.candidate.answers}, {models}"
    if report.reproduce:
        yield "reproduce", f"{table['reproduce']}: `{report.reproduce}`"
