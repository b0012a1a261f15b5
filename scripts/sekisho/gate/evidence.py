"""All that a verdict may rest on, as one value that every check reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sekisho.model.change import BEHAVIOUR, ChangeType, TestPlan
from sekisho.model.coverage import Coverage
from sekisho.model.finding import Finding
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.run import CaseResult, CaseState, Run
from sekisho.model.verdict import CasePair, Comparison

UNIT_PREFIX = "prompt/"
JUDGED = frozenset({CaseState.PASSED, CaseState.FAILED})


@dataclass(frozen=True)
class Evidence:
    """What is known of a change. Without a plan two runs are compared as they are; without runs nothing was run."""

    plan: TestPlan | None
    findings: Sequence[Finding]
    comparison: Comparison | None
    policy: GatePolicy
    runs: tuple[Run, Run] | None
    today: date

    @property
    def types(self) -> frozenset[ChangeType]:
        """The types of the change; none without a plan."""
        return frozenset(self.plan.change_set.types) if self.plan else frozenset()

    @property
    def behaviour_changed(self) -> bool:
        """Whether users may meet something else; a change of unknown type may."""
        return bool(self.types & (BEHAVIOUR | {ChangeType.UNKNOWN}))

    @property
    def only_evaluation_changed(self) -> bool:
        """Whether both sides behave the same and only what judges them differs."""
        return self.plan is not None and self.plan.change_set.evaluation_only

    @property
    def sides(self) -> Mapping[str, Run]:
        """The runs by side; empty when nothing was run."""
        return dict(zip(("baseline", "candidate"), self.runs, strict=True)) if self.runs else {}

    @property
    def coverage(self) -> Sequence[Coverage]:
        """What the suites' cases reach on the candidate."""
        return self.runs[1].coverage if self.runs else ()

    @property
    def candidate_results(self) -> Sequence[CaseResult]:
        """The candidate's results, of all trials."""
        return self.runs[1].results if self.runs else ()

    @cached_property
    def trials(self) -> Mapping[str, Sequence[CaseResult]]:
        """The candidate's results by case."""
        found: dict[str, list[CaseResult]] = {}
        for result in self.candidate_results:
            found.setdefault(result.case, []).append(result)
        return found

    @property
    def judged_pairs(self) -> Sequence[CasePair]:
        """The cases that are not in quarantine."""
        return [pair for pair in self.comparison.pairs if not pair.quarantined] if self.comparison else []
