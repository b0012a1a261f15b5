"""The suites of the shipped registry, in replay."""

from pathlib import Path

import pytest

from sekisho.commands.evaluate import EvalOptions, evaluate
from sekisho.model.run import JUDGED, CaseState, RunSummary

ROOT = Path(__file__).parents[2]


class Silent:
    """A progress that says nothing."""

    def start(self, label: str, total: int) -> None:
        """Say nothing."""

    def advance(self, steps: int = 1) -> None:
        """Say nothing."""

    def finish(self) -> None:
        """Say nothing."""


def _run(tmp_path: Path, *suites: str, cases: tuple[str, ...] = ()) -> RunSummary:
    options = EvalOptions(suites=suites, cases=cases, out=tmp_path / "run.jsonl")
    return evaluate(ROOT, options, Silent()).summary


def test_the_shipped_suites_reach_all_they_ask_for(tmp_path: Path) -> None:
    """Every edge, every possible fault of every tool, every way back; each by a dialogue that could be judged."""
    summary = _run(tmp_path, "branch", "tool", "e2e")
    gaps = {(item.suite, item.subject): item.missing for item in summary.coverage if item.missing}
    assert gaps == {}
    assert {item.what for item in summary.coverage} == {"edges", "tool faults", "recovery paths"}
    assert all(item.total and item.least == 1.0 for item in summary.coverage)
    assert {state for state, count in summary.states.items() if count} <= JUDGED


def test_a_choice_of_cases_says_nothing_of_coverage(tmp_path: Path) -> None:
    """What a part of a suite reaches is not what the suite reaches."""
    assert _run(tmp_path, "branch", cases=("scenario/plan-*",)).coverage == ()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_base_is_asked_enough_questions_without_a_model(tmp_path: Path, language: str) -> None:
    """At least 40 questions a language are put to the base itself, and none costs a token."""
    summary = _run(tmp_path, "knowledge", cases=(f"golden/{language}-find-*",))
    figures = {metric.name: metric for metric in summary.metrics}
    assert summary.header.cases >= 50
    assert (figures["retrieval_recall"].denominator or 0) >= 40
    assert summary.states[CaseState.INVALID] == 0
    assert "tokens_per_case" not in figures
