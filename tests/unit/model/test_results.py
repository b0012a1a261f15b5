from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from sekisho.model.results import cases_of
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.verdict import GateReport, Verdict, VerdictState
from sekisho.serialize import pretty_chunks, pretty_json

VERDICT = Verdict(state=VerdictState.PASS, checks=())
MADE = tuple(CaseResult(case=f"golden/{name}", state=CaseState.PASSED, title="訪問\n##[予約") for name in "ab")


class Elsewhere(Sequence[CaseResult]):
    """Results that are made on use; it counts how often somebody goes through them."""

    def __init__(self, results: Sequence[CaseResult] = MADE) -> None:
        self.results = results
        self.read = 0

    def __len__(self) -> int:
        return len(self.results)

    def __getitem__(self, index: Any) -> Any:
        return self.results[index]

    def __iter__(self) -> Iterator[CaseResult]:
        self.read += 1
        return iter(self.results)


class Named(Elsewhere):
    """Results whose cases are known."""

    cases = ("x", "y")


def test_results_that_are_elsewhere_stay_there() -> None:
    """Making a report of them, or a copy, reads none; what is in memory becomes a tuple that was looked at."""
    results = Elsewhere()
    report = GateReport(verdict=VERDICT, baseline_results=results, candidate_results=list(MADE))
    assert report.model_copy(update={"reproduce": "x"}).baseline_results is results
    assert (results.read, report.candidate_results) == (0, MADE)
    with pytest.raises(ValidationError):
        GateReport.model_validate({"verdict": VERDICT, "baseline_results": [{"case": 1}]})


@pytest.mark.parametrize("results", [MADE, ()])
def test_a_report_is_the_same_file_wherever_its_results_are(results: tuple[CaseResult, ...]) -> None:
    """Written whole or in pieces, of results in memory or read on use: the same bytes, and it can be read back."""
    held = GateReport(verdict=VERDICT, candidate_results=results)
    lazy = GateReport(verdict=VERDICT, candidate_results=Elsewhere(results))
    assert "".join(pretty_chunks(lazy)) == pretty_json(lazy) == pretty_json(held) == "".join(pretty_chunks(held))
    assert GateReport.model_validate_json(pretty_json(lazy)) == held
    assert lazy.model_dump()["candidate_results"] == held.model_dump()["candidate_results"]


def test_a_report_is_written_result_by_result() -> None:
    """No piece of a report holds two results, and each is read once."""
    results = Elsewhere()
    pieces = list(pretty_chunks(GateReport(verdict=VERDICT, candidate_results=results)))
    assert max(piece.count('"case"') for piece in pieces) == 1
    assert results.read == 1


def test_cases_that_are_known_are_not_read() -> None:
    """The cases of results come from whoever knows them, else from the results."""
    known, unknown = Named(), Elsewhere()
    assert (cases_of(known), cases_of(unknown)) == (("x", "y"), ["golden/a", "golden/b"])
    assert (known.read, unknown.read) == (0, 1)
