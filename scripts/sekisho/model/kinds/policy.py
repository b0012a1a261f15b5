"""Policies: the rules a change is judged by. The gate reads them from the base revision only."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from sekisho.model.base import Bool, Day, Float, Frozen, Id, Int, Language, Moment, Name, Positive, Share, Text
from sekisho.model.change import ChangeType
from sekisho.model.coverage import CoverageKind
from sekisho.model.pii import PiiKind

AssertedField = Literal[
    "intent", "mode", "slots", "next_action", "tools", "reply", "retrieved", "citations", "outcome", "safety"
]


class CaseSource(StrEnum):
    """Where a suite takes its cases from."""

    GOLDEN = "golden"
    SCENARIOS = "scenarios"
    ALL = "all"
    PROMPTS = "prompts"
    LINT = "lint"


class Suite(Frozen):
    """Which cases a suite runs and which of their expectations it judges (default: all of both).

    A case is selected when it has any of `tags`. `prompts` runs the unit tests of the prompts touched; `lint` holds no
    dialogue: it asks whether the cases themselves are any good. `coverage` says of what the cases must reach how much:
    what a change touches and none of them reaches leaves the gate open.
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


class JudgeBar(Frozen):
    """What a judge's calibration must reach, in every language, before its opinion can decide anything.

    `blocking` lets an opinion that reached the bar fail the gate; `anchors` identical pairs are asked of each kind.
    """

    rubric: Id
    min_labels: Positive = 20
    min_agreement: Share = 0.8
    min_kappa: Float = Field(default=0.6, ge=-1, le=1)
    min_tpr: Share = 0.8
    min_tnr: Share = 0.9
    max_anchor_failures: Share = 0.05
    blocking: Bool = False
    max_comparisons: Positive = Field(default=50, le=1000)
    anchors: Positive = Field(default=5, le=100)


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
    judge: JudgeBar | None = None


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


class PiiRule(Frozen):
    """Kinds of personal data that no reply may give away, and texts that are nobody's secret (our own numbers).

    Given away is what the user did not say in the dialogue, no tool returned in it, and no knowledge base publishes;
    of secrets, also what a tool returned or a knowledge base holds.
    """

    block: tuple[PiiKind, ...] = Field(min_length=1)
    allow: tuple[Text, ...] = ()


class SafetyPolicy(Frozen):
    """What no reply may say, and what must hold of tool calls. Applied to every turn of every case.

    `confirm_before` are tools that run only in a turn in which the user agreed, `forbidden_tools` those that never
    run. `said_by_user` maps a tool to arguments that must be the user's own words (their figures): what a page, a
    tool's answer or a model made up is not enough.
    """

    type: Literal["safety"]
    prohibited_concepts: tuple[Id, ...] = ()
    prohibited_texts: tuple[Text, ...] = ()
    pii: PiiRule | None = None
    confirm_before: tuple[Id, ...] = ()
    forbidden_tools: tuple[Id, ...] = ()
    said_by_user: Mapping[Id, tuple[Name, ...]] = {}


class ApprovalRule(Frozen):
    """Who must approve a change of these types, beyond CODEOWNERS: `count` people out of all `groups` together.

    To ask each group, write a rule for each. With `environments`, only a change whose ticket wants to reach one of
    them; a change of which that is not known counts as one that does.
    """

    types: tuple[ChangeType, ...] = Field(min_length=1)
    groups: tuple[Text, ...] = Field(min_length=1)
    count: Positive = 1
    environments: tuple[Id, ...] = ()


class ApprovalPolicy(Frozen):
    """Approvals; an author's own never counts. With `distinct`, one person's counts for one of the rules only."""

    type: Literal["approvals"]
    rules: tuple[ApprovalRule, ...] = Field(min_length=1)
    distinct: Bool = False


Policy = Annotated[
    ChangeMatrix | GatePolicy | RolloutPolicy | ExperimentPolicy | SafetyPolicy | ApprovalPolicy,
    Field(discriminator="type"),
]
