"""The published error rates: made again in part, and held against what is published."""

import json
from pathlib import Path

import pytest

from sekisho.cli.app import run
from sekisho.cli.output import TerminalProgress
from sekisho.commands.simulate_cause import PAGE as CAUSE_PAGE
from sekisho.commands.simulate_cause import simulate_cause
from sekisho.commands.simulate_gate import PAGE as GATE_PAGE
from sekisho.commands.simulate_gate import SimulateGateOptions, simulate_gate
from sekisho.commands.simulate_page import BEGIN, FOLDER, generated_part
from sekisho.errors import ExitCode
from sekisho.report.cause_rates import by_dialogue
from sekisho.report.gate_rates import harmful

ROOT = Path(__file__).parents[2]
Captured = pytest.CaptureFixture[str]


def _published(page: str, first: str) -> list[str]:
    """Return the cells of the table row that begins with `first`."""
    lines = generated_part(ROOT, page).splitlines()
    row = next(line for line in lines if line.startswith(f"| {first} |"))
    return [cell.strip() for cell in row.strip("|").split("|")]


def _repetitions(text: str) -> int:
    """Return how often a harmless cell of the page was repeated."""
    return int(text.partition("; ")[2].partition(" ")[0].replace(",", ""))


def test_the_published_error_rates_can_be_made_again() -> None:
    """One cell, with the published seed and as many repetitions, gives the published row to the last digit."""
    text = generated_part(ROOT, GATE_PAGE)
    options = SimulateGateOptions(
        repetitions=_repetitions(text),
        seed=int(text.split(";")[0].split()[1]),
        sizes=(50,),
        stabilities=(0.98,),
        broken=(0.1,),
    )
    with TerminalProgress() as progress:
        rates = simulate_gate(ROOT, options, progress)
    assert harmful(rates)[1] == _published(GATE_PAGE, "50 | 98 % | 10 % (5)")


def test_no_published_cell_refuses_more_than_one_harmless_change_in_twenty() -> None:
    """The false-alarm rate of the whole gate is at most 5 % in every cell: the rate itself where a thousand repetitions
    were made, else the lower end of its interval.
    """
    text = generated_part(ROOT, GATE_PAGE)
    repetitions = _repetitions(text)
    lines = text.partition("### A change")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if " % |" in line]
    assert len(rows) == 15
    for row in rows:
        refused, low = float(row[2].removesuffix(" %")), float(row[3].partition(" ")[0])
        assert (refused if repetitions >= 1000 else low) <= 5


def test_the_published_causes_are_named_again() -> None:
    """The faults of one dialogue give its published row, and the page as a whole keeps the promise of 99 %."""
    case = "golden/en-faq-lamp-orange-01"
    with TerminalProgress() as progress:
        rates = simulate_cause(ROOT, 1, progress, [case])
    assert by_dialogue(rates.attributions)[1] == _published(CAUSE_PAGE, case)
    totals = [line for line in generated_part(ROOT, CAUSE_PAGE).splitlines() if line.startswith("| all |")]
    assert len(totals) == 2
    assert all(float(line.strip("| ").split(" | ")[-1].removesuffix(" %")) >= 99 for line in totals)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with our registry's policies and two of its dialogues, and empty pages."""
    import shutil
    import subprocess

    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)
    shutil.copytree(ROOT / "registry", tmp_path / "registry")
    (tmp_path / FOLDER).mkdir(parents=True)
    for page in (GATE_PAGE, CAUSE_PAGE):
        (tmp_path / FOLDER / page).write_text(f"{BEGIN}\n<!-- generated: end -->\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_simulate_gate_prints_and_writes(elsewhere: Path, capsys: Captured) -> None:
    """Text for people, JSON for programs, the page on request; only the cells that were asked for."""
    few = ["simulate", "gate", "--repetitions", "4", "--cases", "50", "--stability", "1.0", "--broken", "0.1"]
    assert run(few) is ExitCode.OK
    assert "A change that breaks cases" in capsys.readouterr().out
    assert run([*few, "--format", "json", "--write"]) is ExitCode.OK
    (tally,) = json.loads(capsys.readouterr().out)["tallies"]
    assert (tally["setting"]["cases"], tally["repetitions"]) == (50, 1)
    assert "| 50 | 100 % | 10 % (5) |" in generated_part(elsewhere, GATE_PAGE)


def test_simulate_cause_prints_and_writes(elsewhere: Path, capsys: Captured) -> None:
    """The same for causes, of one dialogue."""
    one = ["simulate", "cause", "--case", "golden/en-small-talk-hello-01"]
    assert run([*one, "--write"]) is ExitCode.OK
    assert "What each kind was called" in capsys.readouterr().out
    assert "| injected \\ named |" in generated_part(elsewhere, CAUSE_PAGE)
    assert run([*one, "--format", "json"]) is ExitCode.OK
    assert json.loads(capsys.readouterr().out)["dialogues"] == 1
