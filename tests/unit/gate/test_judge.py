from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sekisho.gate.checks.shards import incomplete_shards
from sekisho.gate.judge import judge, with_check
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.verdict import Comparison, GateCheck, Verdict, VerdictState

EXAMPLES = Path(__file__).parents[2] / "examples" / "verdicts"
NAMES = sorted(path.name.removesuffix(".in.yaml") for path in EXAMPLES.glob("*.in.yaml"))


def _read(name: str, part: str) -> Any:
    return yaml.safe_load((EXAMPLES / f"{name}.{part}.yaml").read_text(encoding="utf-8"))


def as_data(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as its example file says it."""
    checks = [{"state": check.state.name, "id": check.id, "message": check.message} for check in verdict.checks]
    return {"state": verdict.state.name, "checks": checks}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_its_verdict(name: str, verdict_of: Callable[[Any], Verdict]) -> None:
    """Each pair under tests/examples/verdicts: what was run and how it ended, and every check of the verdict."""
    assert as_data(verdict_of(_read(name, "in"))) == _read(name, "out")


def test_every_example_has_both_halves() -> None:
    """No input without a verdict, no verdict without an input; every state occurs."""
    assert [path.name for path in sorted(EXAMPLES.glob("*.out.yaml"))] == [f"{name}.out.yaml" for name in NAMES]
    assert {_read(name, "out")["state"] for name in NAMES} == {state.name for state in VerdictState}


def test_a_comparison_needs_its_runs() -> None:
    """A comparison without the runs it was made from cannot be judged: half the evidence is missing."""
    policy = GatePolicy.model_validate(
        {"type": "gate", "clock": "2026-11-16T10:00:00+09:00", "metrics": {"task_success": {"margin": 0.05}}}
    )
    with pytest.raises(ValueError, match="together with the two runs"):
        judge(None, (), Comparison(pairs=(), metrics=()), policy)
    assert judge(None, (), None, policy).state is VerdictState.INCONCLUSIVE


def test_one_more_reason_can_only_make_a_verdict_worse() -> None:
    """Runs that are not whole are an error, whatever else was found; a reason that is good changes nothing."""
    good = GateCheck(id="metrics", state=VerdictState.PASS, message="fine")
    verdict = with_check(Verdict(state=VerdictState.PASS, checks=(good,)), incomplete_shards("shard 2/3 missing"))
    assert verdict.state is VerdictState.ERROR
    assert [check.message for check in verdict.checks] == ["the shards are no whole run: shard 2/3 missing", "fine"]
    assert with_check(verdict, good).state is VerdictState.ERROR
