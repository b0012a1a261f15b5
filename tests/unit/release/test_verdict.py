import pytest

from sekisho.model.change import ChangeSet, TestPlan
from sekisho.model.verdict import GateReport, Verdict, VerdictState
from sekisho.release.verdict import refusal

COMMIT = "c" * 40


def _report(state: VerdictState, head: str | None) -> GateReport:
    changes = ChangeSet(base="b" * 40, head=head or "", changes=(), types=())
    plan = None if head is None else TestPlan(change_set=changes, affected=(), suites=())
    return GateReport(verdict=Verdict(state=state, checks=()), plan=plan)


@pytest.mark.parametrize(
    ("state", "head", "why"),
    [
        (VerdictState.PASS, COMMIT, ""),
        (VerdictState.PASS, "d" * 40, "it is not about cccccccccccc"),
        (VerdictState.PASS, None, "it is not about cccccccccccc"),
        (VerdictState.FAIL, COMMIT, "its verdict is fail, not pass"),
        (VerdictState.INCONCLUSIVE, COMMIT, "its verdict is inconclusive, not pass"),
        (VerdictState.ERROR, COMMIT, "its verdict is error, not pass"),
    ],
)
def test_refusal(state: VerdictState, head: str | None, why: str) -> None:
    """Only a pass about the very commit lets it be released."""
    assert refusal(_report(state, head), COMMIT) == why
