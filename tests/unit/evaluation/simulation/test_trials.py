from collections import Counter
from random import Random

import pytest

from sekisho.evaluation.retry import RETRIES
from sekisho.evaluation.simulation.population import Population
from sekisho.evaluation.simulation.trials import BothResults, comparing
from sekisho.model.run import CaseState
from sekisho.model.simulation import GateSetting


def _results(seed: int = 1, **setting: float) -> BothResults:
    chosen = GateSetting.model_validate({"cases": 40, "stability": 1.0, **setting})
    return comparing(Population(40, 1), chosen, Random(seed)).results()  # noqa: S311 - a test


def _failed(results: BothResults, side: int) -> set[str]:
    return {one.case for one in results[side] if one.state is CaseState.FAILED}


def test_stable_sides_are_the_same() -> None:
    """At 100 % nothing ever differs, and nothing is tried again."""
    baseline, candidate = _results()
    assert baseline == candidate
    assert len(baseline) == 40


def test_broken_cases_fail_on_the_candidate_alone_and_always() -> None:
    """Ten percent of forty cases that passed; other ones with other dice; every trial of them fails."""
    results = _results(broken=0.1, trials=2)
    broken = _failed(results, 1) - _failed(results, 0)
    assert len(broken) == 4
    assert all(one.state is CaseState.FAILED for one in results[1] if one.case in broken)
    again = _results(2, broken=0.1, trials=2)
    assert _failed(again, 1) != _failed(results, 1)


@pytest.mark.parametrize(("share", "count"), [(0.0, 0), (0.001, 1), (0.05, 2)])
def test_a_share_breaks_at_least_one_case(share: float, count: int) -> None:
    """One percent of 40 cases is still one case."""
    assert GateSetting(cases=40, stability=1.0, broken=share).broken_cases == count


def test_a_failing_must_pass_case_is_tried_again_on_both_sides() -> None:
    """Three trials more, numbered on; other failing cases have none."""
    baseline, candidate = _results(stability=0.5, trials=2)
    counts = Counter(one.case for one in baseline)
    assert counts == Counter(one.case for one in candidate)
    again = {case for case, count in counts.items() if count == 2 + RETRIES}
    first = [one for one in candidate if one.trial < 2]
    assert again == {one.case for one in first if one.must_pass and one.state is CaseState.FAILED}
    assert [one.trial for one in candidate if one.case == min(again)] == [0, 1, 2, 3, 4]


def test_stability_is_the_chance_of_the_majority_outcome() -> None:
    """Cases that fail by majority slip into passing as rarely as the others slip into failing."""
    population = Population(400, 1)
    failing = {case.name: case.failing is not None for case in population.cases}
    setting = GateSetting(cases=400, stability=0.9, trials=20)
    results, _ = comparing(population, setting, Random(3)).results()  # noqa: S311 - a test
    for kind in (True, False):
        chosen = [one for one in results if failing[one.case] is kind and one.trial < 20]
        usual = sum((one.state is CaseState.FAILED) is kind for one in chosen)
        assert usual / len(chosen) == pytest.approx(0.9, abs=0.02)
