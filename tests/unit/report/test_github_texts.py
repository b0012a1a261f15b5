"""What GitHub is told in one line, and when there is nothing to tell."""

import pytest

from sekisho.model.audit import AuditItem, AuditReport, AuditState
from sekisho.model.base import Language
from sekisho.model.decision import Decision, DecisionReason, DecisionState
from sekisho.model.verdict import GateCheck, GateReport, Verdict, VerdictState
from sekisho.report.audit import audit_annotations, audit_text
from sekisho.report.gate_status import status_of_decision, status_of_nothing, status_of_report
from sekisho.report.no_report import no_report_markdown

HOSTILE = "<!-- x --> @everyone\n::warning::x"


def _report(state: VerdictState, message: str = "why", language: Language = Language.EN) -> GateReport:
    first = GateCheck(id="first", state=state, message=message)
    second = GateCheck(id="second", state=VerdictState.PASS, message="not this")
    return GateReport(verdict=Verdict(state=state, checks=(second, first)), language=language)


@pytest.mark.parametrize("state", VerdictState)
def test_only_a_pass_is_a_success(state: VerdictState) -> None:
    """And what is none says the first reason of the verdict's state."""
    word, line = status_of_report(_report(state))
    assert (word == "success") is (state is VerdictState.PASS)
    assert word in ("success", "failure", "error")
    assert line.endswith(": why") is (state is not VerdictState.PASS)


def test_a_status_keeps_github_s_bound() -> None:
    """At most 140 characters on one line, whatever the reason is."""
    for _, line in (
        status_of_report(_report(VerdictState.FAIL, "x\n" * 500)),
        status_of_decision(
            Decision(
                state=DecisionState.NO_GO,
                reasons=(DecisionReason(id="r", state=DecisionState.NO_GO, message="y" * 999),),
            )
        ),
        status_of_nothing("z" * 999),
    ):
        assert len(line) <= 140
        assert "\n" not in line


@pytest.mark.parametrize("state", DecisionState)
def test_a_decision_names_its_worst_reason(state: DecisionState) -> None:
    """Only a Go is a success; waiting is pending."""
    reasons = (
        DecisionReason(id="a", state=DecisionState.GO, message="fine"),
        DecisionReason(id="b", state=state, message="because"),
    )
    word, line = status_of_decision(Decision(state=state, reasons=reasons))
    expected = {DecisionState.GO: "success", DecisionState.WAITING: "pending", DecisionState.NO_GO: "failure"}
    assert word == expected[state]
    assert line.endswith(": fine" if state is DecisionState.GO else ": because")
    assert status_of_decision(Decision(state=state, reasons=()))[1] in ("Go", "Waiting", "No-Go")


def test_no_report_says_why_and_is_no_pass() -> None:
    """The reason's words are shown and not obeyed; the page of the run is linked where it is known."""
    text = no_report_markdown(HOSTILE, "a" * 40, "https://github.com/o/r/actions/runs/1")
    assert text.startswith("## ✗ No verdict for `aaaaaaaaaaaa`")
    assert "<!--" not in text
    assert "@everyone" not in text
    assert "<https://github.com/o/r/actions/runs/1>" in text
    assert "The gate's run" not in no_report_markdown("why", "a" * 40, "")


def test_no_report_in_japanese() -> None:
    """The same three things; why is told in the words of whoever found out."""
    text = no_report_markdown(HOSTILE, "a" * 40, "https://github.com/o/r/actions/runs/1", Language.JA)
    assert text.startswith("## ✗ `aaaaaaaaaaaa` の判定はありません")
    assert "合格ではありません。詳細: " in text
    assert "ゲートの実行: <https://github.com/o/r/actions/runs/1>" in text
    assert "<!--" not in text
    assert "@everyone" not in text


def test_an_audit_s_findings_come_first() -> None:
    """Then what is not readable, then what is fine; found and expected are said."""
    items = (
        AuditItem(id="fine", state=AuditState.OK, what="branch", expected="no force push"),
        AuditItem(id="open", state=AuditState.FINDING, what="branch", found="x\ny", expected="z"),
        AuditItem(id="dark", state=AuditState.NOT_READABLE, what="tags", found="no", expected="w"),
    )
    lines = audit_text(AuditReport(repository="o/r", branch="main", items=items)).splitlines()
    assert lines == [
        "o/r, branch main: 1 finding(s), 1 not readable",
        "  ✗ branch: found x⏎y; expected z [open]",
        "  ? tags: found no; expected w [dark]",
        "  ✓ branch: no force push [fine]",
    ]


def test_an_audit_as_annotations() -> None:
    """Each finding is an error, all that could not be read is one warning, what is fine is none; nothing is obeyed."""
    items = [
        AuditItem(id="tags", state=AuditState.FINDING, what="release tags", found=HOSTILE, expected="nobody moves one"),
        *(AuditItem(id=id_, state=AuditState.NOT_READABLE, what="x") for id_ in ("bypass", "token")),
        AuditItem(id="fine", state=AuditState.OK, what="x", expected="y"),
    ]
    error, warning = audit_annotations(AuditReport(repository="o/r", branch="main", items=tuple(items))).splitlines()
    assert error.startswith("::error title=audit%3A tags::release tags: found <!-- x --> @everyone")
    assert warning.startswith("::warning title=audit%3A not readable::the token may not read 2 of 4 settings")
    assert warning.endswith("bypass, token")
    assert audit_annotations(AuditReport(repository="o/r", branch="main", items=tuple(items[-1:]))) == ""
