import pytest

from sekisho.model.base import Language
from sekisho.model.finding import Finding
from sekisho.model.ref import Location
from sekisho.model.verdict import GateReport, Verdict, VerdictState
from sekisho.report.annotations import Annotation, annotated
from sekisho.report.gate_annotations import gate_annotations


def test_ten_of_a_kind_are_commands_and_the_rest_is_counted() -> None:
    """GitHub shows ten errors and ten warnings of a step; nothing is lost from the log."""
    many = [Annotation("error", f"e{number}", "t", "a.py", 3, 8) for number in range(13)]
    many += [Annotation("warning", f"w{number}") for number in range(11)]
    lines = annotated(many).splitlines()
    assert lines[0] == "::error file=a.py,line=3,col=8,title=t::e0"
    assert lines[10:13] == [f"error: a.py:3:8: e{number} [t]" for number in (10, 11, 12)]
    assert lines[13] == "::warning::w0"
    assert lines[23] == "warning: w10 []"
    assert lines[24] == "::notice::4 more are in the log: GitHub shows 10 of a kind for each step"
    assert len(lines) == 25


def test_a_text_that_is_not_shown_is_no_command() -> None:
    """What is printed beside the commands cannot be one."""
    many = [Annotation("error", "##[error]x") for _ in range(11)]
    assert "##[" not in annotated(many).splitlines()[10]


def test_a_gate_names_its_verdict_and_the_broken_cases(report: GateReport) -> None:
    """The case's file where it is known; findings at their lines."""
    finding = Finding(rule="prompt/x", location=Location(path="registry/a.yml", line=2, column=5), message="wrong")
    known = report.model_copy(update={"findings": (finding,), "case_files": {"golden/one": "registry/golden/one.yaml"}})
    assert gate_annotations(known).splitlines() == [
        "::error title=sekisho gate::FAIL: No-Go: the change does what it must not",
        "::error file=registry/golden/one.yaml,line=1,title=Must-pass case golden/one broke"
        "::訪問予約: IR.intent, IR in turn 1: expected book_visit",
        "::error file=registry/a.yml,line=2,col=5,title=prompt/x::wrong",
    ]
    assert "::error title=Must-pass case golden/one broke::" in gate_annotations(report)
    assert "::error title=必須ケース golden/one" in gate_annotations(
        report.model_copy(update={"language": Language.JA})
    )


@pytest.mark.parametrize(("state", "shown"), [(VerdictState.PASS, ""), (VerdictState.INCONCLUSIVE, "::warning ")])
def test_a_gate_that_passes_says_nothing(state: VerdictState, shown: str) -> None:
    """An annotation is for what somebody must look at."""
    assert gate_annotations(GateReport(verdict=Verdict(state=state, checks=()))).startswith(shown)
    assert bool(gate_annotations(GateReport(verdict=Verdict(state=state, checks=())))) is bool(shown)
