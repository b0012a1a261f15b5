"""What the terminal says of a run."""

import pytest

from sekisho.cli.evaluate import _exit_code
from sekisho.errors import ExitCode
from sekisho.model.coverage import Coverage
from sekisho.model.run import RunHeader, RunSummary
from sekisho.report.run import run_text


def _summary(*coverage: Coverage) -> RunSummary:
    header = RunHeader(
        revision="r", suites=("branch",), cases=1, evaluation="e", behaviour="b", models=("m",), tool_version="1"
    )
    return RunSummary(header=header, states={"passed": 1}, metrics=(), coverage=coverage)


def _edges(subject: str, covered: int, *missing: str, least: float = 1.0) -> Coverage:
    total = covered + len(missing)
    return Coverage(
        suite="branch", what="edges", subject=subject, covered=covered, total=total, missing=missing, least=least
    )


def test_coverage_is_one_line_a_kind_and_one_a_gap() -> None:
    """All workflows together first, then every edge nobody took, with control characters made visible."""
    text = run_text(_summary(_edges("plan", 3), _edges("visit", 4, "visit#1 a -> b", "visit#2 \x1b[31m")))
    assert "branch reaches 7 of 9 edges" in text
    assert "- visit#1 a -> b" in text
    assert "\x1b[31m" not in text


def test_a_run_without_coverage_does_not_speak_of_it() -> None:
    """A suite that asks for none shows none."""
    assert "reaches" not in run_text(_summary())


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ((), ExitCode.OK),
        ((_edges("visit", 4),), ExitCode.OK),
        ((_edges("visit", 4, "x"),), ExitCode.INCONCLUSIVE),
        ((_edges("visit", 4, "x", least=0.8),), ExitCode.OK),
    ],
)
def test_a_missed_goal_leaves_the_run_open(found: tuple[Coverage, ...], code: ExitCode) -> None:
    """Passing every case is not enough where a suite asks for more to be reached."""
    assert _exit_code(_summary(*found)) is code
