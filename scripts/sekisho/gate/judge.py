"""From evidence to a verdict. A check is one file under `checks/` and one line in `CHECKS`; the worst state wins."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from sekisho.gate.checks.answers import check_answers
from sekisho.gate.checks.budgets import check_budgets
from sekisho.gate.checks.coverage import check_coverage
from sekisho.gate.checks.findings import check_findings
from sekisho.gate.checks.metrics import check_metrics
from sekisho.gate.checks.mixed import check_mixed
from sekisho.gate.checks.model_calls import check_model_calls
from sekisho.gate.checks.must_pass import check_must_pass
from sekisho.gate.checks.noise import check_noise
from sekisho.gate.checks.numbers import check_numbers
from sekisho.gate.checks.opinion import check_opinion
from sekisho.gate.checks.prompt_tests import check_prompt_tests
from sekisho.gate.checks.quarantine import check_quarantine
from sekisho.gate.checks.safety import check_safety
from sekisho.gate.checks.sides import check_sides
from sekisho.gate.checks.suites import check_suites
from sekisho.gate.checks.unstable import check_unstable
from sekisho.gate.checks.validity import check_validity
from sekisho.gate.evidence import Evidence
from sekisho.model.change import TestPlan
from sekisho.model.finding import Finding
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.run import Run
from sekisho.model.verdict import Comparison, GateCheck, Verdict, VerdictState

CHECKS: tuple[Callable[[Evidence], Iterator[GateCheck]], ...] = (
    check_numbers,
    check_findings,
    check_mixed,
    check_must_pass,
    check_safety,
    check_prompt_tests,
    check_metrics,
    check_budgets,
    check_answers,
    check_suites,
    check_coverage,
    check_sides,
    check_validity,
    check_model_calls,
    check_unstable,
    check_noise,
    check_quarantine,
    check_opinion,
)


def judge(
    plan: TestPlan | None,
    findings: Sequence[Finding],
    comparison: Comparison | None,
    policy: GatePolicy,
    runs: tuple[Run, Run] | None = None,
    today: date | None = None,
) -> Verdict:
    """Return the verdict on a change: every check, the worst first, and the worst state.

    `comparison` and `runs` (baseline, candidate) belong together: both, or None when nothing was run. Without `plan`
    two runs are judged as they are. `today` decides which quarantines are over (default: the policy's clock).
    Raises ValueError when only one of `comparison` and `runs` is given.
    """
    if (comparison is None) is not (runs is None):
        raise ValueError("a comparison is judged together with the two runs it was made from")
    evidence = Evidence(plan, findings, comparison, policy, runs, today or policy.clock.date())
    return _verdict([found for check in CHECKS for found in check(evidence)])


def with_check(verdict: Verdict, check: GateCheck) -> Verdict:
    """Return the verdict with one more reason, which may be worse than all it had."""
    return _verdict([check, *verdict.checks])


def _verdict(checks: Sequence[GateCheck]) -> Verdict:
    ordered = sorted(checks, key=lambda check: -check.state)
    return Verdict(state=VerdictState.worst(check.state for check in checks), checks=tuple(ordered))
