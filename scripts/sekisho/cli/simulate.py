"""`sekisho simulate gate|cause`."""

from typing import Any

import click

from sekisho.cli import options
from sekisho.cli.output import TerminalProgress, note, show, show_json

seed = click.option("--seed", type=int, default=1, show_default=True, help="Equal seeds give equal tables.")
write = click.option("--write", is_flag=True, help="Write the table into its page under .github/methods.")


@click.group("simulate")
def command() -> None:
    """Measure how often the gate, and its attribution of causes, are wrong.

    The truth is known: it was made. The published tables are under .github/methods.

    \b
    Examples:
      sekisho simulate gate --repetitions 100 --cases 200
      sekisho simulate cause
    """


@command.command("gate")
@click.option(
    "--repetitions",
    type=click.IntRange(1, 1_000_000),
    default=1000,
    show_default=True,
    help="Simulated changes a cell; a quarter of them where cases are broken.",
)
@click.option("--cases", "sizes", type=click.IntRange(1, 100_000), multiple=True, help="Number of cases; repeatable.")
@click.option(
    "--stability",
    "stabilities",
    type=click.FloatRange(0.5, 1.0),
    multiple=True,
    help="Chance that a trial ends as most trials of its case do; repeatable.",
)
@click.option("--broken", type=click.FloatRange(0.0, 0.5), multiple=True, help="Share of cases broken; repeatable.")
@click.option("--trials", type=click.IntRange(1, 100), default=1, show_default=True, help="Trials of each case.")
@seed
@options.output_format
@write
def gate(format_: str, write: bool, **chosen: Any) -> None:
    """Count false alarms and missed regressions of the whole gate.

    \b
    Examples:
      sekisho simulate gate --cases 200 --stability 0.98
      sekisho simulate gate --write      the published table
    """
    from sekisho.commands.simulate_gate import PAGE, SimulateGateOptions, simulate_gate
    from sekisho.commands.simulate_page import publish
    from sekisho.report.gate_rates import gate_rates_markdown, gate_rates_text

    root = options.root()
    given = {name: value for name, value in chosen.items() if value != ()}
    with TerminalProgress() as progress:
        rates = simulate_gate(root, SimulateGateOptions.model_validate(given), progress)
    show_json(rates) if format_ == "json" else show(gate_rates_text(rates))
    if write:
        note(f"Written: {publish(root, PAGE, gate_rates_markdown(rates))}")


@command.command("cause")
@click.option("--case", "only", multiple=True, metavar="ID", help="Only this dialogue; repeatable.")
@seed
@options.output_format
@write
def cause(only: tuple[str, ...], seed: int, format_: str, write: bool) -> None:
    """Inject faults into the reference dialogues and count how often the cause is named rightly.

    \b
    Examples:
      sekisho simulate cause --case golden/en-book-basic-01
      sekisho simulate cause --write      the published table
    """
    from sekisho.commands.simulate_cause import PAGE, simulate_cause
    from sekisho.commands.simulate_page import publish
    from sekisho.report.cause_rates import cause_rates_markdown, cause_rates_text

    root = options.root()
    with TerminalProgress() as progress:
        rates = simulate_cause(root, seed, progress, only)
    show_json(rates) if format_ == "json" else show(cause_rates_text(rates))
    if write:
        note(f"Written: {publish(root, PAGE, cause_rates_markdown(rates))}")
