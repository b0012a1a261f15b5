"""The noise floor, where it was measured: how much the base differs from itself.

A blocking metric that the base itself loses beyond its margin, and not by chance, says that the runs cannot be
repeated: then no comparison of this gate means anything.
"""

from collections.abc import Iterator

from sekisho.gate.checks.metrics import state_of
from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import amount, counted, listed
from sekisho.model.verdict import GateCheck, MetricComparison, Noise, VerdictState


def check_noise(evidence: Evidence) -> Iterator[GateCheck]:
    """State what the base against itself has shown; nothing when it was not asked for."""
    noise = evidence.comparison.noise if evidence.comparison else None
    if noise is not None:
        state, text = _found(noise, evidence.policy.alpha)
        if evidence.candidate is not None and evidence.candidate.header.answers == "replay":
            text += "; answers were replayed"
        yield GateCheck(
            id="noise", state=state, message=f"the base against itself: {text}", evidence=noise.model_dump(mode="json")
        )


def _found(noise: Noise, alpha: float) -> tuple[VerdictState, str]:
    if not noise.cases:
        return VerdictState.INCONCLUSIVE, "no case could be compared"
    moved = [metric for metric in noise.metrics if metric.difference]
    drifting = [m.name for m in noise.metrics if m.blocking and state_of(m, alpha) is VerdictState.FAIL]
    if drifting:
        return VerdictState.INCONCLUSIVE, f"{listed(drifting)} changed by more than chance; the runs do not repeat"
    if not noise.unstable and not moved:
        return VerdictState.PASS, f"none of {counted(noise.cases, 'case')} ended differently, no metric moved"
    parts = [f"{len(noise.unstable)} of {counted(noise.cases, 'case')} ended differently"]
    parts[0] += f" ({listed(noise.unstable)})" if noise.unstable else ""
    return VerdictState.PASS, ", ".join([*parts, *map(_moved, moved)])


def _moved(metric: MetricComparison) -> str:
    text = f"{metric.name} moved {amount(metric.difference or 0.0, metric.unit)}"
    if metric.low is None or metric.high is None:
        return text
    return f"{text} (chance alone gives up to {amount(max(-metric.low, metric.high), metric.unit)})"
