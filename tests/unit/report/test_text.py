from sekisho.model.base import Language
from sekisho.model.verdict import GateReport, Verdict, VerdictState
from sekisho.report.text import gate_text
from sekisho.report.wording import words


def test_the_answer_comes_first(report: GateReport) -> None:
    """The first line of the report is the verdict."""
    assert "FAIL" in gate_text(report).splitlines()[0]


def test_a_broken_dialogue_shows_its_cause_and_both_replies(report: GateReport) -> None:
    """What broke, why, what the user said and what both sides answered stand together."""
    text = gate_text(report)
    for part in (
        "golden/one",
        "[must pass]",
        "IR.intent",
        "予約したい",
        "承りました",
        "expected book_visit, observed faq",
    ):
        assert part in text


def test_foreign_text_cannot_send_escape_sequences(report: GateReport) -> None:
    """The only escape sequences in the report are the report's own colours."""
    text = gate_text(report)
    assert "\\u001b[31m" in text
    assert "\u202e" not in text


def test_figures_have_units_signs_and_margins(report: GateReport) -> None:
    """Shares are per cent, differences are points with an interval."""
    assert "-5.0 pt [-10.0 pt, +1.0 pt]" in gate_text(report, width=140)
    assert "2.0 %" in gate_text(report)


def test_a_report_without_plan_or_runs_still_says_why() -> None:
    """A gate that could not run prints its reasons."""
    bare = GateReport(verdict=Verdict(state=VerdictState.ERROR, checks=()))
    assert "ERROR" in gate_text(bare)


def test_both_languages_have_the_same_words() -> None:
    """No report falls back to the other language for want of a word."""
    assert words(Language.JA).keys() == words(Language.EN).keys()
