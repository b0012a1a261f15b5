from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from sekisho.evaluation.compare import compare
from sekisho.evaluation.noise import FLIPPED, noise_of, with_noise
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.run import CaseResult, Run, RunHeader
from sekisho.model.verdict import Noise, Pairing

MakeResult = Callable[..., CaseResult]
POLICY = GatePolicy.model_validate(
    {
        "type": "gate",
        "clock": "2026-11-16T10:00:00+09:00",
        "resamples": 100,
        "metrics": {"task_success": {"margin": 0.05}, "tokens_per_case": {"margin": 1.0, "blocking": False}},
    }
)
HEADER = RunHeader(
    revision="r", suites=("golden",), cases=1, evaluation="e", behaviour="b", models=("m",), tool_version="1"
)


@pytest.fixture
def run(make_result: MakeResult) -> Callable[[str], Run]:
    """A run whose cases passed, failed or were invalid: `run("ppfi")`."""
    names = {"p": "passed", "f": "failed", "i": "invalid"}

    def make(states: str, **fields: Any) -> Run:
        results = [
            make_result(f"golden/{n:04}", state=names[state], task_success=state == "p", **fields)
            for n, state in enumerate(states)
        ]
        return Run(header=HEADER, results=tuple(results))

    return make


def test_what_differs_without_a_change_is_noise(run: Callable[[str], Run]) -> None:
    """Cases that flip either way are unstable; each metric the policy names has its own difference."""
    noise = noise_of(run("ppfpi"), run("pfppp"), POLICY)
    assert (noise.cases, noise.unstable) == (4, ("golden/0001", "golden/0002"))
    assert [metric.name for metric in noise.metrics] == ["task_success", "tokens_per_case"]
    assert (noise.metrics[0].difference, noise.metrics[0].worse, noise.metrics[0].better) == (0, 1, 1)
    assert noise.metrics[0].low is not None


def test_the_same_run_has_none(run: Callable[[str], Run]) -> None:
    """Recorded answers give the base twice: nothing flips and no metric moves."""
    noise = noise_of(run("ppf"), run("ppf"), POLICY)
    assert noise.unstable == ()
    assert {metric.difference for metric in noise.metrics} == {0}


def test_further_tries_of_the_base_are_left_out(run: Callable[[str], Run], make_result: MakeResult) -> None:
    """A case that was tried again on the base is compared by the trials both runs have."""
    again = run("p")
    tried = Run(header=HEADER, results=(*again.results, make_result("golden/0000", trial=1, state="failed")))
    assert noise_of(tried, again, POLICY).cases == 1


def test_flipping_cases_are_marked_and_still_count(run: Callable[[str], Run]) -> None:
    """The pair says why; a case that could not be compared stays so; no metric changes."""
    before, after = run("pppi"), run("pffp")
    comparison = compare(before, after, POLICY)
    marked = with_noise(comparison, Noise(cases=4, unstable=("golden/0001", "golden/0003")))
    kinds = [pair.pairing for pair in marked.pairs]
    assert kinds == [Pairing.PASSED, Pairing.UNSTABLE, Pairing.BROKEN, Pairing.NOT_COMPARED]
    assert marked.pairs[1].note == FLIPPED
    assert marked.metrics == comparison.metrics
    assert marked.noise is not None


def test_leaving_flipping_cases_out_would_alarm(run: Callable[[str], Run]) -> None:
    """Of three runs that are alike, leaving out where the first two differ makes the third look worse than the first.

    That is why they count. Left in, the loss is within chance; left out, it would be far beyond it.
    """
    dice = Random(5)  # noqa: S311 - repeatable dice, not a secret
    first, second, third = ("".join("p" if dice.random() < 0.9 else "f" for _ in range(600)) for _ in range(3))
    noise = noise_of(run(first), run(second), POLICY)
    kept = [n for n in range(600) if f"golden/{n:04}" not in noise.unstable]
    biased = compare(*(run("".join(states[n] for n in kept)) for states in (first, third)), POLICY).metrics[0]
    honest = with_noise(compare(run(first), run(third), POLICY), noise).metrics[0]
    assert biased.p_worse is not None
    assert biased.p_worse < 1e-6
    assert honest.p_worse is not None
    assert honest.p_worse > 0.05
