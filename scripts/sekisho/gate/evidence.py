"""All that a verdict may rest on, as one value that every check reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sekisho.gate.account import Account, account_of, agree
from sekisho.model.change import BEHAVIOUR, ChangeType, TestPlan
from sekisho.model.coverage import Coverage
from sekisho.model.finding import Finding
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.run import CaseState, Run
from sekisho.model.verdict import CasePair, Comparison


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

    @cached_property
    def accounts(self) -> Mapping[str, Account]:
        """What each run says, by side; empty when nothing was run. Each run is read once."""
        pairs = self.comparison.pairs if self.comparison else ()
        spared = {pair.case for pair in pairs if pair.quarantined}
        sides = zip(("baseline", "candidate"), self.runs or (), strict=False)
        return {side: account_of(run.header, run.results, spared) for side, run in sides}

    @property
    def coverage(self) -> Sequence[Coverage]:
        """What the suites' cases reach on the candidate."""
        return self.runs[1].coverage if self.runs else ()

    @property
    def candidate(self) -> Account | None:
        """What the candidate's run says, None when nothing was run."""
        return self.accounts.get("candidate")

    def trials(self, case: str) -> Sequence[CaseState]:
        """Return how the candidate's trials of a case ended."""
        return self.candidate.states(case) if self.candidate else ()

    @cached_property
    def flipping(self) -> frozenset[str]:
        """The cases that flip on the base alone: between its trials, or when it ran against itself."""
        baseline, noise = self.accounts.get("baseline"), self.comparison.noise if self.comparison else None
        disagreeing = {case for case in baseline.outcomes if not agree(baseline.states(case))} if baseline else set()
        return frozenset(disagreeing).union(noise.unstable if noise else ())

    @property
    def live(self) -> bool:
        """Whether the candidate's answers were asked of a model for this run."""
        return self.candidate is not None and self.candidate.header.answers == "live"

    @property
    def judged_pairs(self) -> Sequence[CasePair]:
        """The cases that are not in quarantine."""
        return [pair for pair in self.comparison.pairs if not pair.quarantined] if self.comparison else []
