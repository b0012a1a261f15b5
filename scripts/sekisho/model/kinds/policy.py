"""Policies: the rules a change is judged by. The gate reads them from the base revision only."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from sekisho.model.base import Bool, Day, Float, Frozen, Id, Int, Language, Moment, Positive, Share, Text
from sekisho.model.change import ChangeType
from sekisho.model.coverage import CoverageKind

AssertedField = Literal[
    "intent", "mode", "slots", "next_action", "tools", "reply", "retrieved", "citations", "outcome", "safety"
]


class CaseSource(StrEnum):
    """Where a suite takes its cases from."""

    GOLDEN = "golden"
    SCENARIOS = "scenarios"
    ALL = "all"
    PROMPTS = "prompts"


class Suite(Frozen):
    """Which cases a suite runs and which of their expectations it judges (default: all of both).

    A case is selected when it has any of `tags`. `prompts` runs the unit tests of the prompts touched. `coverage` says
    of what the cases must reach how much: what a change touches and none of them reaches leaves the gate open.
    """

    description: str = ""
    cases: CaseSource = CaseSource.GOLDEN
    tags: tuple[Id, ...] = ()
    fields: tuple[AssertedField, ...] = ()
    coverage: Mapping[CoverageKind, Share] = {}


class MatrixRow(Frozen):
    """What one change type needs; `must` = ["all"] means every suite."""

    must: tuple[Id, ...]
    recommended: tuple[Text, ...] = ()


class ChangeMatrix(Frozen):
    """change type -> suites."""

    type: Literal["change-matrix"]
    suites: Mapping[Id, Suite] = Field(min_length=1)
    rules: Mapping[ChangeType, MatrixRow]


class MetricRule(Frozen):
    """The non-inferiority margin of one metric; a blocking metric can fail the gate.

    `margin` is in the metric's own unit, `relative` a share of the baseline's value; with both, the smaller counts.
    """

    margin: Float = Field(ge=0)
    relative: Share | None = None
    blocking: Bool = True
    higher_is_better: Bool = True


class SegmentRule(Frozen):
    """Margins for a part of the cases: those with the tag, in the language, or (turns) of the golden intent.

    Give exactly one of `tag`, `language` and `intent`.
    """

    tag: Id | None = None
    language: Language | None = None
    intent: Id | None = None
    metrics: Mapping[Id, MetricRule] = Field(min_length=1)


class BudgetUnit(StrEnum):
    """What a run uses up."""

    LATENCY_MS = "latency_ms"
    TOKENS = "tokens"
    COST = "cost"


class Budget(Frozen):
    """The most one case, and a whole run of the candidate, may use; a blocking budget can fail the gate."""

    per_case: Float | None = Field(default=None, gt=0)
    per_run: Float | None = Field(default=None, gt=0)
    blocking: Bool = False


class Quarantine(Frozen):
    """A case that is known to be broken; it is run and shown but not judged until the date."""

    case: Id
    until: Day
    reason: Text
    owner: Text


class GatePolicy(Frozen):
    """How a comparison becomes a verdict. `clock` is the frozen "now" of cases that name none."""

    type: Literal["gate"]
    language: Language = Language.EN
    clock: Moment
    alpha: Float = Field(default=0.05, gt=0, lt=0.5)
    seed: Int = 1
    resamples: Positive = Field(default=2000, le=100000)
    max_invalid_share: Share = 0.02
    trials: Positive = Field(default=1, le=100)
    metrics: Mapping[Id, MetricRule] = Field(min_length=1)
    segments: tuple[SegmentRule, ...] = ()
    budgets: Mapping[BudgetUnit, Budget] = {}
    quarantine: tuple[Quarantine, ...] = ()


class Stage(Frozen):
    """One step of the ladder: exposure in basis points and how long it must at least last."""

    weight_bp: Int = Field(ge=1, le=10000)
    dwell_minutes: Positive
    min_units: Positive


class StopCondition(Frozen):
    """Stops the rollout when the metric is worse than stable by more than the margin."""

    metric: Id
    margin: Float = Field(ge=0)
    alpha: Float = Field(default=0.01, gt=0, lt=0.5)


class RolloutPolicy(Frozen):
    """The stage ladder of a canary and what stops it."""

    type: Literal["rollout"]
    stages: tuple[Stage, ...] = Field(min_length=1)
    stop: tuple[StopCondition, ...] = Field(min_length=1)
    unit: Literal["user", "session"] = "user"


class ExperimentPolicy(Frozen):
    """When an A/B test is a must, and its least duration in whole weeks."""

    type: Literal["experiment"]
    required_for: tuple[ChangeType, ...] = ()
    minimum_weeks: Positive = 1
    primary_metric: Id
    guardrails: tuple[Id, ...] = ()


class SafetyPolicy(Frozen):
    """Concepts no reply may state, text no reply may contain, and tools that need a confirmed user."""

    type: Literal["safety"]
    prohibited_concepts: tuple[Id, ...] = ()
    prohibited_texts: tuple[Text, ...] = ()
    confirm_before: tuple[Id, ...] = ()


class ApprovalRule(Frozen):
    """Who must approve a change of these types, beyond CODEOWNERS."""

    types: tuple[ChangeType, ...] = Field(min_length=1)
    groups: tuple[Text, ...] = Field(min_length=1)
    count: Positive = 1


class ApprovalPolicy(Frozen):
    """Approvals; an author's own never counts."""

    type: Literal["approvals"]
    rules: tuple[ApprovalRule, ...] = Field(min_length=1)


Policy = Annotated[
    ChangeMatrix | GatePolicy | RolloutPolicy | ExperimentPolicy | SafetyPolicy | ApprovalPolicy,
    Field(discriminator="type"),
]
