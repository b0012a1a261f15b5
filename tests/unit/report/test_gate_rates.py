import pytest

from sekisho.model.simulation import GateErrorRates, GateSetting, GateTally
from sekisho.report.gate_rates import gate_rates_markdown, gate_rates_text, harmful, harmless

RULES = {"no pass may turn into a fail": 98, "average": 0}


@pytest.fixture
def rates() -> GateErrorRates:
    """One harmless and one harmful cell of a hundred repetitions."""
    setting = GateSetting(cases=200, stability=0.98)
    tallies = (
        GateTally(setting=setting, repetitions=100, passed=70, inconclusive=29, failed=1, alarms=RULES),
        GateTally(
            setting=setting.model_copy(update={"broken": 0.03}),
            repetitions=100,
            passed=5,
            inconclusive=15,
            failed=80,
            alarms=RULES,
        ),
    )
    return GateErrorRates(seed=1, alpha=0.05, margins={"task_success": 0.03}, resamples=200, tallies=tallies)


def test_a_harmless_cell_says_how_often_it_was_refused(rates: GateErrorRates) -> None:
    """With the exact interval of the share, and the alarms of the naive rules beside it."""
    heading, row = harmless(rates)
    assert heading[-2:] == ["“no pass may turn into a fail”", "“average”"]
    assert row == ["200", "98 %", "1.0 %", "0.0 – 5.4 %", "29.0 %", "70.0 %", "98.0 %", "0.0 %"]


def test_a_harmful_cell_says_how_often_it_passed(rates: GateErrorRates) -> None:
    """A naive rule misses what it does not alarm about."""
    heading, row = harmful(rates)
    assert heading[-1] == "missed by: “average”"
    assert row == ["200", "98 %", "3 % (6)", "5.0 %", "1.6 – 11.3 %", "15.0 %", "80.0 %", "2.0 %", "100.0 %"]


def test_the_page_has_tables_and_sentences(rates: GateErrorRates) -> None:
    """What a reviewer reads is made from the same figures; nothing changes from one rendering to the next."""
    page = gate_rates_markdown(rates)
    assert "| 200 | 98 % | 1.0 % | 0.0 – 5.4 % |" in page
    assert "breaks 3 % of them is missed in 5.0 % of runs, left open in 15.0 % and refused in 80.0 %." in page
    assert "margins: task_success 3 points" in page
    assert page == gate_rates_markdown(rates)


def test_a_terminal_shows_only_tables_with_rows(rates: GateErrorRates) -> None:
    """A run without broken cases has one table."""
    only = rates.model_copy(update={"tallies": rates.tallies[:1]})
    assert "A change that breaks cases" in gate_rates_text(rates)
    assert "A change that breaks cases" not in gate_rates_text(only)
    assert "A harmless change" in gate_rates_text(only)
