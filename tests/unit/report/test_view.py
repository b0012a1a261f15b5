from collections.abc import Iterator, Sequence
from typing import Any

from sekisho.model.run import CaseResult, CaseState
from sekisho.model.verdict import CasePair, Comparison, GateReport, Pairing, Verdict, VerdictState
from sekisho.report.comment import gate_comment
from sekisho.report.html import gate_html
from sekisho.report.text import SHOWN_CASES, gate_text
from sekisho.report.view import all_dialogues

COUNT = 40
CASES = [f"golden/{number:02}" for number in range(COUNT)]


class Stored(Sequence[CaseResult]):
    """Two trials of every case, made on use; it remembers which were looked at."""

    cases = tuple(case for case in CASES for _ in range(2))

    def __init__(self) -> None:
        self.seen: list[int] = []

    def __len__(self) -> int:
        return len(self.cases)

    def __getitem__(self, index: Any) -> Any:
        places = range(len(self))[index]
        return [self._made(place) for place in places] if isinstance(places, range) else self._made(places)

    def __iter__(self) -> Iterator[CaseResult]:
        return map(self._made, range(len(self)))

    def _made(self, place: int) -> CaseResult:
        self.seen.append(place)
        return CaseResult(case=self.cases[place], trial=place % 2, title=f"title {place}", state=CaseState.FAILED)


def _report(baseline: Sequence[CaseResult], candidate: Sequence[CaseResult]) -> GateReport:
    pairs = tuple(CasePair(case=case, pairing=Pairing.BROKEN) for case in CASES)
    return GateReport(
        verdict=Verdict(state=VerdictState.FAIL, checks=()),
        comparison=Comparison(pairs=pairs, metrics=()),
        baseline_results=baseline,
        candidate_results=candidate,
    )


def test_a_text_reads_the_cases_it_shows() -> None:
    """The terminal shows a few broken dialogues of many: of the others not one result is read."""
    sides = Stored(), Stored()
    text = gate_text(_report(*sides))
    assert [set(side.seen) for side in sides] == [set(range(2 * SHOWN_CASES))] * 2
    assert "title 0" in text


def test_reports_are_the_same_wherever_the_results_are() -> None:
    """Results in memory, in any order, and results that are read on use make the same reports."""
    lazy, held = _report(Stored(), Stored()), _report(tuple(Stored())[::-1], tuple(Stored()))
    for render in (gate_text, gate_comment, gate_html):
        assert render(lazy) == render(held)


def test_a_page_looks_at_each_case_once() -> None:
    """The page names all cases: every result is read once for its dialogue and once for what it used."""
    sides = Stored(), Stored()
    gate_html(_report(*sides))
    assert [sorted(side.seen) for side in sides] == [sorted([*range(2 * COUNT)] * 2)] * 2


def test_dialogues_are_found_by_place_and_part() -> None:
    """A dialogue has the trials of its case from both sides; a part of the dialogues is read no sooner."""
    stored = Stored()
    found = all_dialogues(_report(stored, tuple(Stored())[:2]))[Pairing.BROKEN]
    part = found[1:3]
    assert (len(found), len(part), stored.seen) == (COUNT, 2, [])
    assert [one.trial for one in found[1].before] == [0, 1]
    assert (part[0].pair.case, part[0].after) == (CASES[1], [])
    assert len(found[0].after) == 2
