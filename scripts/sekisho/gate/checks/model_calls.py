"""A run in which no model was ever asked has not tested a dialogue system."""

from collections.abc import Iterator

from sekisho.gate.evidence import Evidence
from sekisho.model.verdict import GateCheck, VerdictState


def check_model_calls(evidence: Evidence) -> Iterator[GateCheck]:
    """Require at least one model call on each side."""
    for side, run in evidence.sides.items():
        if run.results and not any(turn.calls for result in run.results for turn in result.turns):
            yield GateCheck(
                id=f"model-calls-{side}", state=VerdictState.INCONCLUSIVE, message=f"the {side} asked no model at all"
            )
