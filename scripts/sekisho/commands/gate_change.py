"""The change a gate is about: both revisions, the plan between them, and what is wrong before anything runs.

Policies are the base revision's. Cases and lexicon are the candidate's, which is the same thing unless the change is
one of evaluation; a change of both is refused before anything runs.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from sekisho.commands.cases import all_cases, gate_policy_of, run_settings
from sekisho.commands.gate_options import GateOptions
from sekisho.commands.plan import plan, start_of
from sekisho.commands.side import Evaluation
from sekisho.commands.source import Loaded, load, open_repository
from sekisho.evaluation.golden_lint import golden_lint
from sekisho.model.change import ChangeType, TestPlan
from sekisho.model.finding import Finding, Severity
from sekisho.model.kinds.case import CaseBase
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.registry import Registry


class Change(NamedTuple):
    """What is judged: both revisions loaded, the plan, and the findings about the candidate and its cases."""

    baseline: Loaded
    candidate: Loaded
    plan: TestPlan
    findings: tuple[Finding, ...]

    @property
    def judges(self) -> Registry:
        """The cases and lexicon of the candidate under the policies of the base."""
        return _judges(self.baseline, self.candidate)

    @property
    def policy(self) -> GatePolicy:
        """The base's gate policy. Raises SourceError when it has none."""
        return gate_policy_of(self.baseline.registry)

    @property
    def to_run(self) -> bool:
        """Whether both sides are run: the plan asks for it, and nothing is refused beforehand."""
        return self.plan.to_run and not _has_errors(self.findings)

    @property
    def cases(self) -> dict[str, CaseBase]:
        """The dialogues that the plan's suites hold, each once, by name."""
        wanted = {case for suite in self.plan.suites for case in suite.cases}
        return {name: case for name, case in all_cases(self.candidate.registry).items() if name in wanted}

    @property
    def behaviours(self) -> tuple[Loaded, Loaded]:
        """Whose behaviour baseline and candidate show; where only the evaluation changed both show the candidate's."""
        return self.candidate if self.plan.change_set.evaluation_only else self.baseline, self.candidate

    def evaluation(self, options: GateOptions) -> Evaluation:
        """Return what both sides are judged by."""
        trials = options.trials or self.policy.trials
        return Evaluation(self.judges, self.plan.suites, len(self.cases), options.answers, trials)


def open_change(root: Path, options: GateOptions) -> Change:
    """Read both revisions and plan. Raises SourceError for what cannot be read, UsageError for a base named twice."""
    base = start_of(open_repository(root), options.base, options.since, options.head)
    baseline, candidate, planned = load(root, base), load(root, options.head), plan(root, base, options.head)
    return Change(baseline, candidate, planned, candidate.findings + _lint(baseline, candidate, planned))


def _judges(baseline: Loaded, candidate: Loaded) -> Registry:
    return replace(candidate.registry, policies=baseline.registry.policies)


def _lint(baseline: Loaded, candidate: Loaded, planned: TestPlan) -> tuple[Finding, ...]:
    """What is wrong with the cases themselves: asked when the evaluation changes, or by a suite."""
    asked = ChangeType.EVALUATION in planned.change_set.types or any(suite.linted for suite in planned.suites)
    if not asked or _has_errors(candidate.findings):
        return ()
    judges = _judges(baseline, candidate)
    return golden_lint(all_cases(judges), run_settings(judges, (), 1))


def _has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
