"""What decides how metrics are compared: the gate policy's margins, for all cases and for its segments."""

from dataclasses import dataclass

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.spec import AnyMetric
from sekisho.model.kinds.policy import GatePolicy, MetricRule
from sekisho.model.verdict import MetricComparison


@dataclass(frozen=True, slots=True)
class Judge:
    """The gate policy, and the roles of the intents."""

    policy: GatePolicy
    catalogue: Catalogue

    @property
    def confidence(self) -> float:
        """The coverage of two-sided intervals: each end is a one-sided statement at level alpha."""
        return 1 - 2 * self.policy.alpha


@dataclass(frozen=True, slots=True)
class Asked:
    """One metric as the policy asks for it, over all cases or a segment of them; without a rule it is only shown."""

    metric: AnyMetric
    rule: MetricRule | None = None
    segment: str = ""

    @property
    def blocking(self) -> bool:
        """Whether it can fail the gate."""
        return self.rule is not None and self.rule.blocking

    @property
    def higher_is_better(self) -> bool:
        """Which way is better: the policy says, else the metric."""
        return self.metric.higher_is_better if self.rule is None else self.rule.higher_is_better

    def blank(self) -> MetricComparison:
        """Return the comparison of no cases."""
        return MetricComparison(
            name=self.metric.name,
            segment=self.segment,
            baseline=None,
            candidate=None,
            margin=self.rule.margin if self.rule else None,
            blocking=self.blocking,
            higher_is_better=self.higher_is_better,
            unit=self.metric.unit,
        )

    def margin(self, baseline: float | None) -> float | None:
        """Return the loss that is allowed: of an absolute and a relative margin the smaller."""
        if self.rule is None or self.rule.relative is None or baseline is None:
            return self.rule.margin if self.rule else None
        return min(self.rule.margin, self.rule.relative * abs(baseline))
