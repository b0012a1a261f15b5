"""How often the named cause is the injected one: the confusion table, and what each kind of fault was called."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sekisho.model.injection import SAFETY, Attribution, AttributionRates, FaultKind
from sekisho.model.trace import Stage
from sekisho.report.tables import markdown_table, simple_table

Table = Sequence[Sequence[str]]
"""The heading, then the rows."""

ROWS = (*map(str, Stage), SAFETY)
WIDTH = 140
SHOWN_WRONG = 20


def cause_rates_markdown(rates: AttributionRates) -> str:
    """Return the generated part of the published page."""
    parts = [_facts(rates)]
    for title, table in _tables(rates):
        parts += [f"### {title}", markdown_table(table[0], table[1:])]
    dialogues = by_dialogue(rates.attributions)
    parts += ["### What was named wrongly", "\n".join(_wrong(rates))]
    return "\n\n".join([*parts, "### By dialogue", markdown_table(dialogues[0], dialogues[1:])])


def cause_rates_text(rates: AttributionRates) -> str:
    """Return the same for a terminal."""
    parts = [_facts(rates)]
    for title, table in _tables(rates):
        parts += ["", title, simple_table(table[0], table[1:], width=WIDTH)]
    return "\n".join([*parts, "", "What was named wrongly", *_wrong(rates)])


def confusion(attributions: Sequence[Attribution]) -> Table:
    """Return by injected stage how often each was named, and the share in which stage and turn are right."""
    counts = Counter((one.injected, one.named) for one in attributions)
    right = Counter(one.injected for one in attributions if one.right)
    totals = Counter(one.injected for one in attributions)
    rows = [
        [
            name,
            *(str(counts[name, named] or "") for named in ROWS),
            str(totals[name]),
            _percent(right[name], totals[name]),
        ]
        for name in ROWS
        if totals[name]
    ]
    last = ["all", *(str(sum(counts[row, named] for row in ROWS) or "") for named in ROWS)]
    total = len(attributions)
    return [
        ["injected \\ named", *ROWS, "faults", "right"],
        *rows,
        [*last, str(total), _percent(sum(right.values()), total)],
    ]


def by_dialogue(attributions: Sequence[Attribution]) -> Table:
    """Return how many faults made each dialogue fail, and how many of them were named rightly."""
    faults, right = Counter(one.case for one in attributions), Counter(one.case for one in attributions if one.right)
    return [["dialogue", "faults", "right"], *([case, str(faults[case]), str(right[case])] for case in sorted(faults))]


def _tables(rates: AttributionRates) -> Iterable[tuple[str, Table]]:
    alone = [one for one in rates.attributions if one.earlier is None]
    after = [one for one in rates.attributions if one.earlier is not None]
    yield "One fault", confusion(alone)
    yield "One fault, after a harmless difference in an earlier turn", confusion(after)
    yield "What each kind was called", _by_kind(rates.attributions)


def _by_kind(attributions: Sequence[Attribution]) -> Table:
    rows = []
    for kind in FaultKind:
        chosen = [one for one in attributions if one.fault.kind is kind]
        codes = Counter(one.code for one in chosen).most_common()
        named = ", ".join(f"{code} ({count})" for code, count in codes)
        if chosen:
            rows.append([kind, str(len(chosen)), _percent(sum(one.right for one in chosen), len(chosen)), named])
    return [["kind", "faults", "right", "codes"], *rows]


def _facts(rates: AttributionRates) -> str:
    safety = [one.right for one in rates.attributions if one.injected == SAFETY]
    staged = [one.right for one in rates.attributions if one.injected != SAFETY]
    named = f"named rightly for {_percent(sum(staged), len(staged))}"
    unsafe = f"named by rule, {_percent(sum(safety), len(safety))}"
    return (
        f"Seed {rates.seed}; {rates.dialogues} dialogues; {len(staged):,} faults of the six stages that made their case"
        f" fail, stage and turn {named}; {len(safety):,} more that led to something unsafe, {unsafe};"
        f" {rates.harmless:,} faults that did not count, because the case passed all the same or the trace does not"
        f" show them; {rates.stand_ins:,} model calls answered by the stand-in."
    )


def _wrong(rates: AttributionRates) -> list[str]:
    wrong = [one for one in rates.attributions if not one.right]
    lines = [
        f"- {one.case}: {one.fault.kind} at {one.fault.node} in turn {one.fault.turn + 1}"
        f"{f' after {one.earlier}' if one.earlier else ''}, named {one.code} in turn {one.named_turn + 1}"
        for one in wrong[:SHOWN_WRONG]
    ]
    more = [f"- and {len(wrong) - SHOWN_WRONG} more"] if len(wrong) > SHOWN_WRONG else []
    return [*lines, *more] or ["- nothing"]


def _percent(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} %" if total else "-"
