import re

import pytest

from sekisho.model.base import Language
from sekisho.model.completion import Usage
from sekisho.model.decision import Decision, DecisionState
from sekisho.model.finding import Finding
from sekisho.model.ref import Location
from sekisho.model.trace import ModelCall
from sekisho.model.verdict import GateReport, Verdict, VerdictState
from sekisho.report.comment import gate_comment, gate_summary
from sekisho.report.comment.sections.table import SECTIONS
from sekisho.report.wording import words
from sekisho.text.comment_marks import GATE_MARK


def _many(report: GateReport, count: int, reply: str) -> GateReport:
    """The same report with `count` broken dialogues that answer `reply`."""
    assert report.comparison is not None
    (pair, *_), (result, *_) = report.comparison.pairs, report.candidate_results
    (turn,) = result.turns
    pairs = tuple(pair.model_copy(update={"case": f"golden/c{number:04}"}) for number in range(count))
    results = tuple(
        result.model_copy(
            update={"case": pair.case, "turns": (turn.model_copy(update={"user": reply, "reply": reply}),)}
        )
        for pair in pairs
    )
    comparison = report.comparison.model_copy(update={"pairs": pairs})
    return report.model_copy(update={"comparison": comparison, "candidate_results": results})


def test_everything_stands_in_its_order(full_report: GateReport, decision: Decision) -> None:
    """The answer, who must act, what broke, why, the figures, the papers, the tests, the change, the rest."""
    text = gate_comment(full_report, decision)
    parts = (
        f"{GATE_MARK}\n## ✗ No-Go",
        "Gate: ✗ FAIL",
        "### What is still needed",
        "### Broken dialogues (2)",
        "### Why",
        "<summary>✓ 1 checks passed",
        "### Findings (2)",
        "### Metrics",
        "### Change ticket",
        "### Release checklist",
        "### What had to be tested",
        "### What changed (3)",
        "```mermaid",
        "<summary>Unstable dialogues (1)",
        "<summary>Fixed dialogues (1)",
        "### Not run, and why",
        "<summary>Segments (1)",
        "<summary>Metrics for information (1)",
        "<summary>Noise floor",
        "<summary>Coverage",
        "### Cost of the run",
        "Reproduce: `sekisho gate --base aaaa`",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "Left out" not in text


def test_without_a_decision_the_verdict_is_the_heading(full_report: GateReport, decision: Decision) -> None:
    """report.md is the comment before anybody decided: no approvals, no ticket, no checklist."""
    text = gate_comment(full_report)
    assert text.startswith(f"{GATE_MARK}\n## ✗ FAIL: No-Go")
    for title in ("### What is still needed", "### Change ticket", "### Release checklist"):
        assert title not in text
        assert title in gate_comment(full_report, decision)


def test_who_must_still_approve_is_said_without_calling_anybody(full_report: GateReport, decision: Decision) -> None:
    """Every group with its state, the approved ones last; names stand in code."""
    text = gate_comment(full_report, decision)
    rows = [line for line in text.splitlines() if "`@aoba/a`" in line]
    assert [row[2] for row in rows] == ["…", "✗", "?", "✓"]
    assert all("`@aoba/a`, `@aoba/b` (2 approvals)" in row and "8 more" in row for row in rows)
    assert "approved an older commit only: `suzuki`; asks for changes: `tanaka`" in rows[0]
    assert "| `sato`; approved an older" in rows[3]


def test_a_decision_with_nothing_open_says_so(full_report: GateReport, decision: Decision) -> None:
    """A Go has no list of what is missing."""
    go = decision.model_copy(update={"state": DecisionState.GO, "reasons": (), "groups": (), "ticket": None})
    text = gate_comment(full_report, go)
    assert f"{GATE_MARK}\n## ✓ Go" in text
    assert "- Nothing: all conditions are met." in text


@pytest.mark.parametrize("language", list(Language))
def test_every_label_is_in_the_policys_language(
    full_report: GateReport, decision: Decision, language: Language
) -> None:
    """No section keeps a heading of the other language."""
    text = gate_comment(full_report.model_copy(update={"language": language}), decision)
    other = words(Language.EN if language is Language.JA else Language.JA)
    own = words(language)
    for section in SECTIONS:
        if other[section.key] != own[section.key]:
            assert not re.search(rf"^(### |<summary>){re.escape(other[section.key])}", text, re.MULTILINE)
    assert own["broken"] in text
    assert own["owners"] in text


def test_checks_have_names_that_people_read(full_report: GateReport) -> None:
    """Neither `must-pass` nor `metric-custom[language:ja]`, in both languages."""
    assert "| must-pass cases |" in gate_comment(full_report)
    assert "| custom (language: ja) |" in gate_comment(full_report)
    assert "| custom(言語: ja) |" in gate_comment(full_report.model_copy(update={"language": Language.JA}))


def test_the_turn_that_parts_is_shown_and_the_way_there_folded(full_report: GateReport) -> None:
    """A broken dialogue shows its cause and the first differing turn; all turns are one click away."""
    text = gate_comment(full_report)
    assert text.count("| **2&nbsp;≠** | 予約したい |") == 2
    assert "<summary>The dialogue so far (2 turns)</summary>" in text
    assert "cause: `IR.intent` expected book\\_visit (`registry/golden/one.yaml`)" in text
    assert "E: m" in text
    assert "no cause" in text


def test_the_cost_of_the_run_is_added_up(report: GateReport) -> None:
    """Calls, tokens, price and time of each side; what is not known of a side is no row."""
    call = ModelCall(node="n", prompt="p", key="k", latency_ms=1500.0)
    results = tuple(
        result.model_copy(
            update={
                "turns": (result.turns[0].model_copy(update={"calls": (call, call)}),),
                "usage": Usage(input_tokens=1000, output_tokens=5),
                "cost": 0.5,
            }
        )
        for result in report.candidate_results
    )
    text = gate_comment(report.model_copy(update={"candidate_results": results, "baseline_results": results}))
    for row in (
        "| dialogues | 2 | 2 |",
        "| model calls | 4 | 4 |",
        "| input tokens | 2,000 | 2,000 |",
        "| output tokens | 10 | 10 |",
        "| cost | 1 | 1 |",
        "| time of the model calls, as recorded | 6.0 s | 6.0 s |",
    ):
        assert row in text
    assert "| cost |" not in gate_comment(report.model_copy(update={"candidate_results": results}))


def test_what_was_not_run_is_said_with_its_reason(full_report: GateReport) -> None:
    """Cases without a judgement, suites the gate did not come to, what the plan notes and recommends."""
    text = gate_comment(full_report)
    assert "- 1 case: 1 recorded answer is missing (`golden/three`)" in text
    assert "- a note" in text
    assert "- canary: recommended next" in text
    stopped = gate_comment(full_report.model_copy(update={"comparison": None}))
    assert "- suites `golden`: the gate stopped before them" in stopped
    assert "Nothing was run." in stopped


def test_a_gate_that_passes_is_short(full_report: GateReport) -> None:
    """Its checks are one open table, and nothing is listed that is empty."""
    assert full_report.comparison is not None
    check = full_report.verdict.checks[-1]
    passing = GateReport(verdict=Verdict(state=VerdictState.PASS, checks=(check,)))
    text = gate_comment(passing)
    assert text.count("#") == 5
    assert "| ✓ | registry | fine |" in text
    assert "<details>" not in text


@pytest.mark.parametrize("limit", range(900, 5300, 220))
def test_sections_are_cut_whole_and_named(full_report: GateReport, decision: Decision, limit: int) -> None:
    """Whatever the limit, what is there is there entirely, the verdict stays, and the reader is told what is gone."""
    whole = gate_comment(full_report, decision)
    text = gate_comment(full_report, decision, limit=limit)
    assert len(text) <= limit
    assert text.startswith(whole.partition("\n###")[0])
    assert text.count("<details") == text.count("</details>")
    assert text.count("```") % 2 == 0
    *kept, notice = text.rstrip("\n").split("\n\n")
    assert all(block in whole for block in kept)
    assert notice.startswith("_Left out for length: ")


def test_what_just_fits_is_not_cut(full_report: GateReport) -> None:
    """The room for the notice is only taken where there is one."""
    whole = gate_comment(full_report)
    assert gate_comment(full_report, limit=len(whole) + 1) == whole


def test_the_least_important_goes_first(full_report: GateReport, decision: Decision) -> None:
    """What only informs is left out before what decides."""
    whole = gate_comment(full_report, decision)
    text = gate_comment(full_report, decision, limit=len(whole) - 1)
    assert "Metrics for information" in text.rpartition("_Left out")[2]
    assert "### Metrics" in text


def test_a_huge_report_keeps_its_limit_verdict_reasons_and_figures(report: GateReport) -> None:
    """GitHub refuses 65,536 characters; a thousand broken dialogues cost neither the reasons nor the metrics."""
    huge = _many(report, 1000, "長い*応答*|" * 400)
    text = gate_comment(huge)
    assert len(text) < 60_000
    for part in ("### Broken dialogues (1000)", "### Why", "### Metrics", "980 more", "Reproduce"):
        assert part in text
    small = gate_comment(_many(report, 30, "[応答](x)|" * 400), limit=6000)
    assert len(small) <= 6000
    assert "### Metrics" in small
    assert "Left out for length: Broken dialogues" in small


def test_the_summary_of_a_job_says_more(report: GateReport) -> None:
    """The same sections without the marker; its limit is in bytes, and 200 dialogues have room."""
    huge = _many(report, 1000, "応答")
    text = gate_summary(huge)
    assert GATE_MARK not in text
    assert "800 more" in text
    assert len(text.encode()) < 1024 * 1024
    assert len(gate_summary(huge, limit=20_000).encode()) <= 20_000


def test_findings_are_listed_once_and_bounded(report: GateReport) -> None:
    """More findings than anybody reads are counted; the plan's and the registry's same finding is one."""
    findings = tuple(
        Finding(rule="prompt/x", location=Location(path="registry/prompts/a.yml", line=line), message="wrong")
        for line in range(1, 61)
    )
    text = gate_comment(report.model_copy(update={"findings": (*findings, findings[0])}))
    assert text.count("wrong") == 50
    assert "and 10 more" in text
