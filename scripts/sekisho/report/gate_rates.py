"""The measured error rates of the gate: tables for the published page, and the same for a terminal."""

from collections.abc import Iterable, Sequence

from sekisho.model.simulation import GateErrorRates, GateTally
from sekisho.report.tables import markdown_table, simple_table
from sekisho.stats.binomial import clopper_pearson

Table = Sequence[Sequence[str]]
"""The heading, then the rows."""

WIDTH = 140
READER_STABILITY = 0.98
READER_BROKEN = 0.03


def gate_rates_markdown(rates: GateErrorRates) -> str:
    """Return the generated part of the published page."""
    return "\n".join(
        [
            _facts(rates),
            "",
            "### A harmless change",
            "",
            "Both sides behave alike. Refusing is a false alarm.",
            "",
            _markdown(harmless(rates)),
            "",
            "### A change that breaks cases",
            "",
            "Passing is a missed regression.",
            "",
            _markdown(harmful(rates)),
            "",
            "### For a reviewer",
            "",
            *_sentences(rates),
        ]
    )


def gate_rates_text(rates: GateErrorRates) -> str:
    """Return the tables for a terminal."""
    parts = [_facts(rates)]
    for title, table in (("A harmless change", harmless(rates)), ("A change that breaks cases", harmful(rates))):
        if len(table) > 1:
            numbers = tuple(range(len(table[0])))
            parts += ["", title, simple_table(table[0], table[1:], right=numbers, width=WIDTH)]
    return "\n".join(parts)


def harmless(rates: GateErrorRates) -> Table:
    """Return the table of cells in which nothing is broken."""
    tallies = [tally for tally in rates.tallies if not tally.setting.broken]
    heading = ["cases", "stability", "refused", "95 % interval", "inconclusive", "passed", *_rules(tallies)]
    return [heading, *([*_cell(tally), *_said(tally), *_alarms(tally)] for tally in tallies)]


def harmful(rates: GateErrorRates) -> Table:
    """Return the table of cells in which cases are broken."""
    tallies = [tally for tally in rates.tallies if tally.setting.broken]
    rules = [f"missed by: {rule}" for rule in _rules(tallies)]
    heading = ["cases", "stability", "broken", "passed", "95 % interval", "inconclusive", "refused", *rules]
    return [heading, *(_harmful_row(tally) for tally in tallies)]


def _harmful_row(tally: GateTally) -> list[str]:
    missed = [_percent(tally.repetitions - count, tally.repetitions) for count in tally.alarms.values()]
    return [
        *_cell(tally),
        f"{100 * tally.setting.broken:g} % ({tally.setting.broken_cases})",
        _percent(tally.passed, tally.repetitions),
        _interval(tally.passed, tally.repetitions),
        _percent(tally.inconclusive, tally.repetitions),
        _percent(tally.failed, tally.repetitions),
        *missed,
    ]


def _said(tally: GateTally) -> list[str]:
    count = tally.repetitions
    shares = (_percent(tally.inconclusive, count), _percent(tally.passed, count))
    return [_percent(tally.failed, count), _interval(tally.failed, count), *shares]


def _alarms(tally: GateTally) -> list[str]:
    return [_percent(count, tally.repetitions) for count in tally.alarms.values()]


def _rules(tallies: Sequence[GateTally]) -> list[str]:
    return [f"“{rule}”" for rule in (tallies[0].alarms if tallies else ())]


def _cell(tally: GateTally) -> list[str]:
    return [f"{tally.setting.cases:,}", f"{100 * tally.setting.stability:g} %"]


def _percent(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} %"


def _interval(count: int, total: int) -> str:
    found = clopper_pearson(count, total)
    return f"{100 * found.low:.1f} – {100 * found.high:.1f} %"


def _facts(rates: GateErrorRates) -> str:
    margins = ", ".join(f"{name} {100 * margin:g} points" for name, margin in rates.margins.items())
    counts = sorted({tally.repetitions for tally in rates.tallies}, reverse=True)
    trials = ", ".join(sorted({str(tally.setting.trials) for tally in rates.tallies}))
    return (
        f"Seed {rates.seed}; {' and '.join(f'{count:,}' for count in counts)} repetitions a cell; trials of a case: "
        f"{trials}; alpha {rates.alpha:g}; margins: {margins}; {rates.resamples:,} resamples of a bootstrap."
    )


def _markdown(table: Table) -> str:
    return markdown_table(table[0], table[1:])


def _sentences(rates: GateErrorRates) -> Iterable[str]:
    for tally in rates.tallies:
        setting = tally.setting
        if (setting.stability, setting.broken) == (READER_STABILITY, READER_BROKEN):
            yield (
                f"- With {setting.cases:,} cases that are {100 * setting.stability:g} % stable, a change that breaks "
                f"{100 * setting.broken:g} % of them is missed in {_percent(tally.passed, tally.repetitions)} of runs, "
                f"left open in {_percent(tally.inconclusive, tally.repetitions)} and refused in "
                f"{_percent(tally.failed, tally.repetitions)}."
            )
