import re

import pytest
from rich.cells import cell_len

from sekisho.model.base import Language
from sekisho.model.run import CaseState
from sekisho.model.verdict import GateCheck, GateReport, MetricComparison, Pairing, Verdict, VerdictState
from sekisho.report.reasons import reason
from sekisho.report.text import gate_text
from sekisho.report.view import dialogues
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
    assert "-5.0 pt [-10.0, +1.0]" in gate_text(report, width=140)
    assert "2.0 pt" in gate_text(report)


def test_a_report_without_plan_or_runs_still_says_why() -> None:
    """A gate that could not run prints its reasons."""
    bare = GateReport(verdict=Verdict(state=VerdictState.ERROR, checks=()))
    assert "ERROR" in gate_text(bare)


def test_both_languages_have_the_same_words() -> None:
    """No report falls back to the other language for want of a word."""
    assert words(Language.JA).keys() == words(Language.EN).keys()


def _plain(report: GateReport, width: int = 100) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", gate_text(report, width=width))


def test_what_broke_comes_before_why_and_before_the_figures(report: GateReport) -> None:
    """Readers meet the broken dialogues first, with how often each cause stands behind them."""
    text = _plain(report)
    places = [
        text.index(part) for part in ("Broken dialogues (1): IR.intent 1", "\nWhy", "\nMetrics", "Fixed dialogues")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(("asked", "drawn"), [(20, 60), (60, 60), (90, 90), (500, 140)])
def test_the_width_follows_the_terminal_within_reason(report: GateReport, asked: int, drawn: int) -> None:
    """No line is wider than the terminal; below 60 and above 140 columns the report keeps its own measure."""
    widths = [cell_len(line) for line in _plain(report, asked).splitlines()]
    assert max(widths) <= drawn
    assert max(widths) > drawn // 2


def test_wrapped_lines_hang_below_their_text(report: GateReport) -> None:
    """A reason that needs three lines is one block beside its mark, in narrow terminals and in Japanese too."""
    check = GateCheck(
        id="must-pass", state=VerdictState.FAIL, message="golden/some-long-case-id, " * 9 + "長い説明" * 30
    )
    long = report.model_copy(update={"verdict": Verdict(state=VerdictState.FAIL, checks=(check,))})
    lines = _plain(long, 60).splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("  ✗ must-pass"))
    following = lines[first + 1 : lines.index("", first)]
    assert len(following) > 5
    assert all(line.startswith("    ") and line[4] != " " for line in following)


def test_metrics_that_cannot_block_come_last_and_faint(report: GateReport) -> None:
    """The eye meets what decides first."""
    assert report.comparison is not None
    faint = MetricComparison(name="aaa_first_by_name", baseline=0.5, candidate=0.5)
    metrics = (faint, *report.comparison.metrics)
    text = gate_text(
        report.model_copy(update={"comparison": report.comparison.model_copy(update={"metrics": metrics})})
    )
    lines = [line for line in text.splitlines() if "task_success" in line or "aaa_first" in line]
    assert "task_success" in lines[0]
    assert "\x1b[2m" in lines[1]


def test_noise_coverage_segments_and_unstable_dialogues_are_shown(rich_report: GateReport) -> None:
    """What limits the trust in a verdict stands beside it, briefly."""
    text = _plain(rich_report)
    for part in (
        "Unstable dialogues (1)",
        "1 of 3 trials passed",
        "1 of 40 cases ended differently",
        "branch: edges 40/45",
        "not reached: desk: a -> b",
        "language:ja",
    ):
        assert part in text


def test_the_failing_trial_is_the_one_shown(rich_report: GateReport) -> None:
    """With several trials the report shows one that failed beside one that passed, not simply the first."""
    (broken,) = dialogues(rich_report, Pairing.BROKEN)
    assert broken.candidate is not None
    assert broken.baseline is not None
    assert (broken.candidate.trial, broken.candidate.state) == (1, CaseState.FAILED)
    assert broken.baseline.state is CaseState.PASSED
    assert broken.passes == (2, 1, 2)


def test_reasons_made_of_figures_are_written_in_the_readers_language(report: GateReport) -> None:
    """A Japanese reader gets the metric's reason in Japanese; the rest stays as the gate wrote it."""
    assert report.comparison is not None
    (metric,) = report.comparison.metrics
    evidence = metric.model_dump(mode="json")
    states = {VerdictState.FAIL: "偶然では説明できません", VerdictState.INCONCLUSIVE: "件数が足りず"}
    for state, said in states.items():
        check = GateCheck(id="metric-task_success", state=state, message="in English", evidence=evidence)
        assert "タスク成功率が5.0 pt悪化" in reason(check, Language.JA)
        assert said in reason(check, Language.JA)
        assert reason(check, Language.EN) == "in English"
    same = GateCheck(
        id="metric-task_success", state=VerdictState.PASS, message="m", evidence={**evidence, "difference": 0.0}
    )
    assert "変化なし" in reason(same, Language.JA)
    cases = GateCheck(id="must-pass", state=VerdictState.FAIL, message="m", evidence={"cases": {"golden/a": "IR"}})
    assert reason(cases, Language.JA) == "1件が不合格: golden/a"
    for other in (
        GateCheck(id="metric-x", state=VerdictState.FAIL, message="m", evidence={"odd": 1}),
        GateCheck(id="must-pass", state=VerdictState.FAIL, message="m", evidence={"cases": "text"}),
        GateCheck(id="suites", state=VerdictState.PASS, message="m"),
    ):
        assert reason(other, Language.JA) == "m"
